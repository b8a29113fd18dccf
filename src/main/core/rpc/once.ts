import type { JournalEvent } from '#shared/desk/journalEvent.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import type { Journal } from '../storage/journal.ts';

/** Results kept in memory, beside what the journal remembers for good. */
const rememberedRequests = 1_000;

type Remembered = { readonly procedure: string; readonly result: Promise<unknown> };

export type OnceRequest<T> = {
  readonly procedure: string;
  readonly requestId: string;
  readonly work: () => T | Promise<T>;
  /** Makes the first result again from what the request journalled, oldest first and never empty; null if it cannot. */
  readonly replay: (events: readonly JournalEvent[]) => T | Promise<T> | null;
};
/** Does the work of a request id once; a repeat, at the same time or after a restart, gets the first result. */
export type Once = <T>(request: OnceRequest<T>) => Promise<T>;

/** Failures are not remembered: they changed nothing, so a repeat may try again. */
export function createOnce(journal: Pick<Journal, 'eventsOfRequest'>): Once {
  const remembered = new Map<string, Remembered>();
  return async <T>(request: OnceRequest<T>) => {
    const first = remembered.get(request.requestId);
    if (first !== undefined) {
      if (first.procedure !== request.procedure) throw usedForAnother(request.requestId);
      return (await first.result) as T;
    }
    const result = firstResult(journal, request);
    remembered.set(request.requestId, { procedure: request.procedure, result });
    forgetOldest(remembered);
    try {
      return await result;
    } catch (error) {
      remembered.delete(request.requestId);
      throw error;
    }
  };
}

async function firstResult<T>(journal: Pick<Journal, 'eventsOfRequest'>, request: OnceRequest<T>): Promise<T> {
  const events = journal.eventsOfRequest(request.requestId);
  if (events.length === 0) return request.work();
  const replayed = await request.replay(events);
  if (replayed === null) throw usedForAnother(request.requestId);
  return replayed;
}

function forgetOldest(remembered: Map<string, Remembered>): void {
  for (const requestId of remembered.keys()) {
    if (remembered.size <= rememberedRequests) return;
    remembered.delete(requestId);
  }
}

function usedForAnother(requestId: string): RequestError {
  return new RequestError(
    'CONFLICT',
    `The request id ${requestId} was used for another request.`,
    'Reload the window and try again.',
  );
}
