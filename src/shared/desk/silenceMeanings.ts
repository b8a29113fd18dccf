import { type DeskPatch, type Meanings, rowOf } from './deskPatch.ts';

/** What events say of silences; those that ended by themselves are cleared away with the next. */
export const silenceMeanings = {
  'silence.added': (state, { data: { silence }, occurredAt }) => {
    const row = { ...silence, addedAt: occurredAt };
    const over = Object.values(state.silences).filter(({ untilAt }) => untilAt <= occurredAt);
    return [...over.map(({ id }) => removed(id)), { kind: 'put', table: 'silences', id: silence.id, row }];
  },
  'silence.removed': (state, { data: { silenceId } }) => (rowOf(state.silences, silenceId) ? [removed(silenceId)] : []),
} satisfies Meanings;

function removed(id: string): DeskPatch {
  return { kind: 'remove', table: 'silences', id };
}
