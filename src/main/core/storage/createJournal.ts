import type { DatabaseSync } from 'node:sqlite';
import { emptyDeskState } from '#shared/desk/deskState.ts';
import { journalEventData, type JournalEntry, type JournalEvent } from '#shared/desk/journalEvent.ts';
import { nextDeskState, replayDesk } from '#shared/desk/nextDeskState.ts';
import type { Clock, Logger } from '../ports/ports.ts';
import { createListeners } from './createListeners.ts';
import { journalTable, type Recording } from './journalTable.ts';
import type { Appended, Journal } from './journal.ts';
import { isDatabaseError, refusedByDisk } from './refusedByDisk.ts';
import { newestVersion, type Upcasters, upcasters } from './upcastEvent.ts';

const replayPage = 5_000;

/** The journal over an open database. Reads everything once, to compute the state. */
export function createJournal(deps: {
  readonly database: DatabaseSync;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly upcasters?: Upcasters;
}): Journal {
  const registry = deps.upcasters ?? upcasters;
  const table = journalTable(deps.database, registry);
  const listeners = createListeners<readonly JournalEvent[]>(deps.logger, 'journal');
  let state = emptyDeskState;
  let isInDoubt = true;

  /** Takes in what the table holds beyond the state: at the start, and after a commit whose fate was not learned. */
  function catchUp(): readonly JournalEvent[] {
    const missed: JournalEvent[] = [];
    for (;;) {
      const events = table.after(state.revision, replayPage);
      state = replayDesk(state, events);
      missed.push(...events);
      if (events.length < replayPage) break;
    }
    isInDoubt = false;
    return missed;
  }
  catchUp();

  function append(entries: readonly JournalEntry[], by: Recording): Appended {
    const events = guarded(() => {
      if (isInDoubt) listeners.tell(catchUp());
      const first = by.requestId === null ? null : table.ofRequest(by.requestId);
      if (first !== null) return { events: first, isRepeat: true };
      const events = eventsFrom(entries, by, state.revision, deps.clock.now(), registry);
      table.add(entries, events, by);
      state = events.reduce(nextDeskState, state);
      return { events, isRepeat: false };
    });
    if (!events.isRepeat && events.events.length > 0) listeners.tell(events.events);
    return events;
  }

  function guarded(write: () => Appended): Appended {
    try {
      return write();
    } catch (cause) {
      if (!isDatabaseError(cause)) throw cause;
      isInDoubt = true;
      deps.logger.error('the journal cannot be written', { error: cause.message });
      throw refusedByDisk(cause);
    }
  }

  return {
    state: () => state,
    append,
    eventsOfRequest: (requestId) => table.ofRequest(requestId) ?? [],
    eventsOfIncident: table.ofIncident,
    eventsAfter: table.after,
    onAppended: listeners.add,
  };
}

function eventsFrom(
  entries: readonly JournalEntry[],
  by: Recording,
  revision: number,
  recordedAt: number,
  registry: Upcasters,
): readonly JournalEvent[] {
  return entries.map((entry, index) => {
    const data = journalEventData[entry.type].parse(entry.data);
    return {
      sequence: revision + index + 1,
      type: entry.type,
      version: newestVersion(entry.type, registry),
      occurredAt: entry.occurredAt ?? recordedAt,
      recordedAt,
      actor: by.actor,
      requestId: by.requestId,
      data,
    } as JournalEvent;
  });
}
