import { type DeskPatch, rowOf } from './deskPatch.ts';
import type { DeskState } from './deskState.ts';
import type { JournalEvent } from './journalEvent.ts';

/** What an event says of prompts: only open ones are kept. */
export function promptPatches(state: DeskState, event: JournalEvent): readonly DeskPatch[] {
  switch (event.type) {
    case 'prompt.raised': {
      const row = event.data.prompt;
      return [{ kind: 'put', table: 'prompts', id: row.id, row }];
    }
    case 'prompt.answered':
    case 'prompt.withdrawn': {
      const id = event.data.promptId;
      return rowOf(state.prompts, id) ? [{ kind: 'remove', table: 'prompts', id }] : [];
    }
    default:
      return [];
  }
}
