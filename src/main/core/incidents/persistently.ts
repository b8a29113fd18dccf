import { RequestError } from '#shared/rpc/errors.ts';
import { secondMs } from '#shared/time/instant.ts';
import type { IncidentsDeps } from './incidentsDeps.ts';

const retryMs = 5 * secondMs;

/**
 * Takes values in their order and keeps those that the journal cannot take right now (a full disk), until it can:
 * a source says a thing once, and an outage must not be forgotten over it.
 */
export function persistently<Value>(
  { clock, logger }: Pick<IncidentsDeps, 'clock' | 'logger'>,
  take: (value: Value) => void,
): (value: Value) => void {
  const waiting: Value[] = [];

  function work(): void {
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      if (!isTaken(next)) {
        clock.after(retryMs, work);
        return;
      }
      waiting.shift();
    }
  }

  /** What is wrong with one value itself must not keep the others waiting. */
  function isTaken(value: Value): boolean {
    try {
      take(value);
      return true;
    } catch (cause) {
      const isForNow = cause instanceof RequestError && cause.code === 'UNAVAILABLE';
      logger.error('an alert cannot be journalled', { error: String(cause), willRetry: isForNow });
      return !isForNow;
    }
  }

  return (value) => {
    waiting.push(value);
    if (waiting.length === 1) work();
  };
}
