/** What an outside monitor says of one thing that it watches. */
export type IngestedAlert = {
  /** The source's own name for this problem: the same while it lasts, and named again when it is over. */
  readonly fingerprint: string;
  /** `told` is said once; the source will never say that it is over. */
  readonly state: 'firing' | 'resolved' | 'told';
  readonly outcome: 'critical' | 'warning';
  readonly text: string;
  /** When the source first saw it; null where it does not say. */
  readonly startedAt: number | null;
  /** Names by which the host may be known: instance labels, addresses, monitor names. */
  readonly hostNames: readonly string[];
};
