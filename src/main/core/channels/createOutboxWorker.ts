import { dayMs, minuteMs, secondMs } from '#shared/time/instant.ts';
import type { Clock, Logger, Stop } from '../ports/ports.ts';
import type { DeliveryError } from './deliveryError.ts';
import type { Outbox, OutboxItem } from './outbox.ts';

const firstRetryMs = 5 * secondMs;
const longestRetryMs = 15 * minuteMs;

export type OutboxWorkerDependencies = {
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Tells the channel of an item; null when it was taken, `removed` when there is no such channel any more. */
  readonly send: (item: OutboxItem) => Promise<DeliveryError | 'removed' | null>;
  /** Notes what became of an item. Must not throw. */
  readonly delivered: (item: OutboxItem, error: string | null) => void;
};

/** Works the outbox off: channels independently of each other, each in order, failures again and again for a day. */
export type OutboxWorker = {
  /** Looks at what is due now. */
  readonly wake: () => void;
  /** Waits for what is being sent. */
  readonly close: () => Promise<void>;
};

/** Doubles from 5 s to 15 min. */
function retryDelayMs(attempts: number): number {
  return Math.min(longestRetryMs, firstRetryMs * 2 ** Math.max(0, attempts - 1));
}

export function createOutboxWorker(dependencies: OutboxWorkerDependencies): OutboxWorker {
  const { outbox, clock, logger } = dependencies;
  let stopTimer: Stop = () => undefined;
  let working: Promise<void> | null = null;
  let isClosed = false;

  const workOff = async (items: readonly OutboxItem[]): Promise<void> => {
    for (const item of items) if (isClosed || !(await attempt(dependencies, item))) return;
  };
  const dueNow = (): readonly OutboxItem[] => (isClosed ? [] : outbox.due(clock.now()));
  const work = async (): Promise<void> => {
    for (let due = dueNow(); due.length > 0; due = dueNow()) {
      await Promise.all([...Map.groupBy(due, (item) => item.channelId).values()].map(workOff));
    }
    // No turn passes between the last look and here, so a wake while something was sent is not lost.
    const next = outbox.nextAt();
    rest(next === null ? null : next - clock.now());
  };
  const rest = (delayMs: number | null): void => {
    working = null;
    if (!isClosed && delayMs !== null) stopTimer = clock.after(Math.max(0, delayMs), wake);
  };
  const wake = (): void => {
    stopTimer();
    if (isClosed || working !== null) return;
    // From the next turn on, so that `working` is set before the work can end.
    working = Promise.resolve()
      .then(work)
      .catch((error: unknown) => {
        logger.error('the outbox cannot be worked off', { error: String(error) });
        rest(firstRetryMs);
      });
  };

  return {
    wake,
    close: async () => {
      isClosed = true;
      stopTimer();
      await working;
    },
  };
}

/** False when the channel has to wait with all that it still has to say. */
async function attempt(dependencies: OutboxWorkerDependencies, item: OutboxItem): Promise<boolean> {
  const { outbox, clock, logger, delivered } = dependencies;
  outbox.begin(item.id);
  const error = await dependencies.send(item);
  if (error === null || error === 'removed') {
    outbox.settle(item.id, error === null ? 'sent' : 'givenUp');
    delivered(item, error === null ? null : 'the channel was removed');
    return true;
  }
  const attempts = item.attempts + 1;
  logger.warn('a channel did not take a notification', { channel: item.channelId, attempts, error: error.message });
  const isGivenUp = !error.canRetry || clock.now() - item.createdAt > dayMs;
  if (isGivenUp) outbox.settle(item.id, 'givenUp');
  else outbox.retryAt(item.id, clock.now() + Math.max(error.restMs, retryDelayMs(attempts)));
  if (item.attempts === 0 || isGivenUp) delivered(item, isGivenUp ? `given up: ${error.message}` : error.message);
  return isGivenUp;
}
