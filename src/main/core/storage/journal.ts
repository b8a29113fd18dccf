import type { DeskState } from '#shared/desk/deskState.ts';
import type { Actor, JournalEntry, JournalEvent } from '#shared/desk/journalEvent.ts';
import type { Stop } from '../ports/ports.ts';

export type Appended = {
  readonly events: readonly JournalEvent[];
  /** The request was journalled before: `events` are the first ones and nothing was added. */
  readonly isRepeat: boolean;
};

/**
 * The journal that only grows. An append is one transaction, durable before it returns (`synchronous=FULL`) and
 * before any listener hears of it; `state` is the reduction of everything appended.
 */
export type Journal = {
  readonly state: () => DeskState;
  /** Throws `RequestError` UNAVAILABLE when the disk refuses; then nothing was added and nobody was told. */
  readonly append: (
    entries: readonly JournalEntry[],
    by: { readonly actor: Actor; readonly requestId: string | null },
  ) => Appended;
  readonly eventsOfRequest: (requestId: string) => readonly JournalEvent[];
  readonly eventsOfIncident: (incidentId: string) => readonly JournalEvent[];
  /** In order, at most `limit`, sequence greater than `afterRevision`. */
  readonly eventsAfter: (afterRevision: number, limit: number) => readonly JournalEvent[];
  readonly onAppended: (listener: (events: readonly JournalEvent[]) => void) => Stop;
};

/** Documents by the SHA-256 of their text: the runbooks that incidents opened with. */
export type Documents = {
  /** Returns the hash. Storing the same text twice is harmless. */
  readonly keep: (text: string) => string;
  readonly read: (hash: string) => string | null;
};
