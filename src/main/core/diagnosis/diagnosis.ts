import type { ChangeDifference } from '#shared/diagnosis/changes/changeDifference.ts';

/** Looks behind what a diagnosis told. */
export type Diagnosis = {
  /** What a change made different, asked from the host now. Throws `RequestError` where run or finding do not exist. */
  readonly changeDifference: (
    request: { readonly runId: string; readonly findingId: string },
    signal?: AbortSignal,
  ) => Promise<ChangeDifference>;
};
