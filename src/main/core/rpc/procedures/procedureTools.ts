import type { z } from 'zod';
import type { JournalEvent, journalEventData, JournalEventType } from '#shared/desk/journalEvent.ts';
import type { CoreServices } from '../coreServices.ts';
import type { Implementer } from '../implementer.ts';
import type { Once } from '../once.ts';
import { toRpcError } from '../toRpcError.ts';

/** What every group of procedures is made from. */
export type ProcedureTools = {
  readonly services: CoreServices;
  readonly api: Implementer;
  readonly once: Once;
};

export type Done = { readonly revision: number };

/** A request whose only result is the revision from which on its effect is seen. */
export function done(
  tools: ProcedureTools,
  procedure: string,
  requestId: string,
  work: () => void | Promise<void>,
): Promise<Done> {
  return tools.once({
    procedure,
    requestId,
    work: async () => {
      await work();
      return { revision: tools.services.journal.state().revision };
    },
    replay: revisionOf,
  });
}

/** The revision that a request's events ended at. */
export function revisionOf(events: readonly JournalEvent[]): Done {
  return { revision: events.at(-1)?.sequence ?? 0 };
}

type EventData<T extends JournalEventType> = z.infer<(typeof journalEventData)[T]>;

/** The data of the first event of a type; null where there is none. */
export function dataOf<T extends JournalEventType>(events: readonly JournalEvent[], type: T): EventData<T> | null {
  const found = events.find((event) => event.type === type);
  return found === undefined ? null : (found.data as EventData<T>);
}

/** A stream whose errors leave as the contract's; the end of the client is an end, not an error. */
export async function* stream<T>(
  tools: ProcedureTools,
  path: readonly string[],
  signal: AbortSignal | undefined,
  open: (signal: AbortSignal) => AsyncIterable<T>,
): AsyncGenerator<T, void, void> {
  const ends = signal ?? new AbortController().signal;
  try {
    yield* open(ends);
  } catch (error) {
    if (ends.aborted) return;
    throw toRpcError(error, path, tools.services.logger);
  }
}
