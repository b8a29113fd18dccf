import { classifyError, type ConnectionStage, type Destination, timeoutFailure } from './classifyError.ts';
import { AnsweredLateError, ConnectionError } from './connectionError.ts';
import type { Deadline } from './deadline.ts';

/** How far an attempt has come, with the deadline of its present stage. */
export type Progress = {
  readonly signal: AbortSignal;
  readonly deadline: Deadline;
  readonly reach: (stage: ConnectionStage, limitMs: number) => void;
  /** What to reject with: our own errors and the outer signal's reason as they are, others put into words. */
  readonly explain: (error: unknown, outer: AbortSignal) => unknown;
  readonly stop: () => void;
};

export function createProgress(deadline: Deadline, to: Destination): Progress {
  let stage: ConnectionStage = 'dialling';
  return {
    signal: deadline.signal,
    deadline,
    reach: (next, limitMs) => {
      stage = next;
      deadline.start(limitMs, () => new ConnectionError(timeoutFailure(next, Math.round(limitMs / 1000), to)));
    },
    explain: (error, outer) => {
      if (error instanceof ConnectionError || error instanceof AnsweredLateError) return error;
      if (outer.aborted) return outer.reason as unknown;
      const failure = classifyError(error, stage, to);
      const isPassing = failure.kind !== 'noCommonAlgorithm' && failure.kind !== 'authenticationRefused';
      return new ConnectionError(failure, { isPassing, cause: error });
    },
    stop: deadline.stop,
  };
}
