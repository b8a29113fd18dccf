import { type DeskPatch, type Meanings, rowOf } from './deskPatch.ts';
import type { DeskState } from './deskState.ts';

/** What events say of prompts: only open ones are kept. */
export const promptMeanings = {
  'prompt.raised': (_state, { data: { prompt } }) => [{ kind: 'put', table: 'prompts', id: prompt.id, row: prompt }],
  'prompt.answered': (state, { data }) => removed(state, data.promptId),
  'prompt.withdrawn': (state, { data }) => removed(state, data.promptId),
} satisfies Meanings;

function removed(state: DeskState, id: string): readonly DeskPatch[] {
  return rowOf(state.prompts, id) ? [{ kind: 'remove', table: 'prompts', id }] : [];
}
