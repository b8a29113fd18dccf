/** What systemd says of a unit, by property. */
export type UnitFacts = ReadonlyMap<string, string>;

export type ListeningPort = { readonly address: string; readonly port: number; readonly program: string | null };
export type FoundContainer = {
  readonly engine: 'docker' | 'podman';
  readonly name: string;
  readonly image: string;
  readonly status: string;
  readonly project: string | null;
};

/** What the discovery script found on a host, section by section. */
export type HostFindings = {
  /** False when the script was cut off, so that what is missing proves nothing. */
  readonly isWhole: boolean;
  readonly notes: readonly string[];
  readonly services: readonly UnitFacts[];
  readonly timers: readonly UnitFacts[];
  readonly ports: readonly ListeningPort[];
  readonly mounts: readonly { readonly device: string; readonly path: string; readonly type: string }[];
  readonly pools: readonly { readonly name: string; readonly health: string }[];
  readonly drives: readonly string[];
  readonly containers: readonly FoundContainer[];
  readonly webServers: readonly { readonly port: number; readonly scheme: 'http' | 'https'; readonly status: number }[];
  readonly certificates: readonly string[];
  readonly checkouts: readonly { readonly path: string; readonly branch: string; readonly remote: string }[];
  readonly backupFiles: readonly { readonly folder: string; readonly file: string }[];
  readonly cronFiles: readonly string[];
};
