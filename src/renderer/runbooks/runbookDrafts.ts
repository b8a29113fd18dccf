import { create } from 'zustand';

/** An edit of a runbook that is not saved, and what it began from. */
export type RunbookDraft = { readonly text: string; readonly baseText: string; readonly baseHash: string };

type Drafts = Readonly<Record<string, RunbookDraft>>;

/** Edits by runbook, kept while the window is open, so that leaving the screen loses nothing. */
export const useRunbookDrafts = create<Drafts>(() => ({}));

/** Keeps an edit; one that equals what it began from is none. */
export function keepDraft(id: string, draft: RunbookDraft): void {
  if (draft.text === draft.baseText) dropDraft(id);
  else useRunbookDrafts.setState({ [id]: draft });
}

/** Forgets an edit. */
export function dropDraft(id: string): void {
  useRunbookDrafts.setState(
    (drafts) => Object.fromEntries(Object.entries(drafts).filter(([other]) => other !== id)),
    true,
  );
}
