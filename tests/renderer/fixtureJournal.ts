import { type DeskState, emptyDeskState } from '#shared/desk/deskState.ts';
import type { Actor, JournalEntry, JournalEvent } from '#shared/desk/journalEvent.ts';
import { nextDeskState } from '#shared/desk/nextDeskState.ts';
import type { Journal } from '#core/storage/journal.ts';

/** A journal in memory, for the window's tests: the same interface, nothing durable. */
export function createFixtureJournal(now: () => number): Journal {
  let state: DeskState = emptyDeskState;
  const events: JournalEvent[] = [];
  const listeners = new Set<(events: readonly JournalEvent[]) => void>();

  const append = (
    entries: readonly JournalEntry[],
    by: { readonly actor: Actor; readonly requestId: string | null },
  ) => {
    const first = by.requestId === null ? [] : events.filter((event) => event.requestId === by.requestId);
    if (first.length > 0) return { events: first, isRepeat: true };
    const added = entries.map((entry, index) => {
      const at = now();
      const envelope = { sequence: state.revision + 1 + index, version: 1, recordedAt: at, ...by };
      return { ...envelope, type: entry.type, data: entry.data, occurredAt: entry.occurredAt ?? at } as JournalEvent;
    });
    for (const event of added) {
      events.push(event);
      state = nextDeskState(state, event);
    }
    for (const listener of listeners) listener(added);
    return { events: added, isRepeat: false };
  };

  return {
    append,
    state: () => state,
    eventsOfRequest: (requestId) => events.filter((event) => event.requestId === requestId),
    eventsOfIncident: (incidentId) => events.filter((event) => concerns(event, incidentId, state)),
    eventsAfter: (afterRevision, limit) => events.slice(afterRevision, afterRevision + limit),
    onAppended: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function concerns({ data }: JournalEvent, incidentId: string, { runs }: DeskState): boolean {
  if ('incidentId' in data && data.incidentId === incidentId) return true;
  return 'runId' in data && runs[data.runId]?.incidentId === incidentId;
}
