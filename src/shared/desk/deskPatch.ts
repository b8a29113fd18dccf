import type { DeskState } from './deskState.ts';
import type { JournalEvent, JournalEventType } from './journalEvent.ts';

type Tables = Pick<DeskState, 'alerts' | 'incidents' | 'runs' | 'prompts' | 'notifications' | 'silences'>;

type Put = {
  readonly [T in keyof Tables]: {
    readonly kind: 'put';
    readonly table: T;
    readonly id: string;
    readonly row: Tables[T][string];
  };
}[keyof Tables];

/** One change that an event makes to the desk: a row put or removed, or a single value set. */
export type DeskPatch =
  | Put
  | { readonly kind: 'remove'; readonly table: 'prompts' | 'silences'; readonly id: string }
  | { readonly kind: 'pausedUntil'; readonly at: number | null }
  | { readonly kind: 'labHash'; readonly hash: string };

export type EventOf<T extends JournalEventType> = Extract<JournalEvent, { readonly type: T }>;

/** What events mean for one subject, by their types; what is left out means nothing to it. */
export type Meanings = {
  readonly [T in JournalEventType]?: (state: DeskState, event: EventOf<T>) => readonly DeskPatch[];
};

/** The row, or undefined; ids come from outside, so names that every object inherits are not mistaken for rows. */
export function rowOf<Row>(table: Readonly<Record<string, Row>>, id: string): Row | undefined {
  return Object.hasOwn(table, id) ? table[id] : undefined;
}
