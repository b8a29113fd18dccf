/** What the process that watches a large lab says at its end. */
export type WatchSample = {
  /** Until every check was seen to be ok. */
  readonly startMs: number;
  readonly checkCount: number;
  /** Checks that were not ok although nothing was wrong. */
  readonly notOk: number;
  readonly notifications: number;
  /** Times that the newest answer of a check was older than two intervals: its cycle was later than one interval. */
  readonly late: number;
  readonly worstAgeMs: number;
  readonly answersPerS: number;
  /** Percent of a core. */
  readonly cpuShare: number;
  /** Every 5 s, each after a collection. */
  readonly rssMb: readonly number[];
};
