/** One thing that "Test this host" looked at. */
export type DoctorStep = {
  readonly name:
    | 'configuration'
    | 'name'
    | 'tcp'
    | 'banner'
    | 'keyExchange'
    | 'hostKey'
    | 'authentication'
    | 'shell'
    | 'sudo'
    | 'systemd'
    | 'journal'
    | 'clock';
  readonly verdict: 'ok' | 'warning' | 'failed' | 'skipped';
  /** What was found. */
  readonly text: string;
  /** What to do about it; null where nothing needs doing. */
  readonly mend: string | null;
  readonly tookMs: number;
};
