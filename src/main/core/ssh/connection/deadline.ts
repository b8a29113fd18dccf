import type { Clock } from '../../ports/ports.ts';

/** A deadline that stands still while a person is asked. */
export type Deadline = {
  readonly signal: AbortSignal;
  /** Starts a stretch of time anew; the reason is what the signal then aborts with. */
  readonly start: (delayMs: number, reason: () => Error) => void;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly stop: () => void;
};

/** Aborts when a stretch is over, or with the outer signal. */
export function createDeadline(clock: Clock, outer: AbortSignal): Deadline {
  const controller = new AbortController();
  let leftMs = 0;
  let sinceMs = 0;
  let reason: () => Error = () => new Error('The time is over.');
  let stopTimer: (() => void) | null = null;
  let isStopped = false;
  const abortOuter = (): void => controller.abort(outer.reason);
  if (outer.aborted) abortOuter();
  outer.addEventListener('abort', abortOuter, { once: true });

  const run = (): void => {
    sinceMs = clock.monotonic();
    stopTimer = clock.after(leftMs, () => controller.abort(reason()));
  };
  const pause = (): void => {
    if (stopTimer === null) return;
    stopTimer();
    stopTimer = null;
    leftMs -= clock.monotonic() - sinceMs;
  };
  return {
    signal: controller.signal,
    start: (delayMs, why) => {
      pause();
      leftMs = delayMs;
      reason = why;
      run();
    },
    pause,
    resume: () => {
      if (stopTimer === null && !isStopped) run();
    },
    stop: () => {
      isStopped = true;
      pause();
      outer.removeEventListener('abort', abortOuter);
    },
  };
}
