import { useState } from 'react';
import type { RunbookView } from '#shared/rpc/contract.ts';
import type { Failure } from '../client/failureOf.ts';
import { useRequest } from '../state/useRequest.ts';
import { dropDraft, keepDraft, type RunbookDraft, useRunbookDrafts } from './runbookDrafts.ts';

type Saved = { readonly view: RunbookView; readonly over: RunbookView };

export type RunbookSaving = {
  /** The runbook as it is saved by now, which the window's own answer may tell a moment later. */
  readonly view: RunbookView;
  readonly draft: RunbookDraft | null;
  readonly change: (text: string) => void;
  readonly save: () => void;
  readonly isSaving: boolean;
  readonly failure: Failure | null;
};

/** The edit of a runbook and its saving. What is typed while it is saved stays an edit. */
export function useSaveRunbook(loaded: RunbookView): RunbookSaving {
  const { id } = loaded;
  const draft = useRunbookDrafts((drafts) => drafts[id]) ?? null;
  const [saved, setSaved] = useState<Saved | null>(null);
  const view = saved?.over === loaded ? saved.view : loaded;
  const write = useRequest(async (client, requestId, { text, baseHash }: RunbookDraft) => {
    await client.runbook.write({ requestId, id, text, baseHash });
    return client.runbook.get({ id });
  });
  const reload = useRequest((client) => client.runbook.get({ id }));
  const save = async () => {
    if (draft === null || write.isPending) return;
    const written = await write.run(draft);
    if (written === null) {
      // It may have been refused because the file changed: the newest text says so.
      const current = await reload.run();
      if (current !== null) setSaved({ view: current, over: loaded });
      return;
    }
    setSaved({ view: written, over: loaded });
    const typed = useRunbookDrafts.getState()[id]?.text ?? written.text;
    if (typed === draft.text) dropDraft(id);
    else keepDraft(id, { text: typed, baseText: written.text, baseHash: written.hash });
  };
  const change = (text: string) => {
    const base = useRunbookDrafts.getState()[id] ?? { baseText: view.text, baseHash: view.hash };
    keepDraft(id, { text, baseText: base.baseText, baseHash: base.baseHash });
  };
  return { view, draft, change, save: () => void save(), isSaving: write.isPending, failure: write.failure };
}
