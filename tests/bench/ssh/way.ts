/** What a few cycles took, per cycle. */
export type Sample = { readonly wallMs: number; readonly clientCpuMs: number };

/** One way to get the answers of the twelve checks. */
export type Way = {
  readonly name: string;
  /** How many cycles one sample has: more where one is short. */
  readonly cycles: number;
  readonly sample: (cycles: number) => Promise<Sample>;
  readonly close: () => Promise<void>;
};
