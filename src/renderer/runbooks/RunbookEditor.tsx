import { useMemo, useState } from 'react';
import { readRunbook } from '#shared/runbook/readRunbook.ts';
import { Failed } from '../ui/Failed.tsx';
import { Panel } from '../ui/Panel.tsx';
import { AnnotationProposal } from './AnnotationProposal.tsx';
import { CodeEditor } from './CodeEditor.tsx';
import { EditorBar } from './EditorBar.tsx';
import { EditorConflict } from './EditorConflict.tsx';
import classes from './Runbooks.module.css';
import { Understood } from './Understood.tsx';
import { useSettled } from './useSettled.ts';
import { useLeaveWarning } from './useLeaveWarning.ts';
import type { RunbookSaving } from './useSaveRunbook.ts';

/** Short enough to seem live, long enough that a long document is not read between two keys. */
const readAfterMs = 200;

type Props = { readonly saving: RunbookSaving; readonly fileName: string; readonly isBuiltIn: boolean };

/** Edits a runbook beside what is understood of it; the edit is kept while one looks elsewhere. */
export function RunbookEditor({ saving, fileName, isBuiltIn }: Props) {
  const { view, draft } = saving;
  const [goTo, setGoTo] = useState<{ readonly line: number } | null>(null);
  useLeaveWarning(draft !== null);
  const text = draft?.text ?? view.text;
  const readText = useSettled(text, readAfterMs);
  const runbook = useMemo(() => readRunbook(readText, { name: view.id }), [readText, view.id]);
  // Thousands of lines may be in it: it is drawn again for what was read, not for each key.
  const understood = useMemo(() => <Understood runbook={runbook} goTo={(line) => setGoTo({ line })} />, [runbook]);
  return (
    <div className={classes['editor']}>
      <Panel title={fileName} aside={<EditorBar saving={saving} />} isFlush>
        {isBuiltIn && (
          <p className={classes['hint']}>
            This runbook is built in. Saving writes a copy to the lab folder, and that copy is used from then on.
          </p>
        )}
        {draft !== null && draft.baseHash !== view.hash && <EditorConflict view={view} draft={draft} />}
        <Failed failure={saving.failure} />
        <AnnotationProposal text={text} apply={saving.change} />
        <CodeEditor text={text} change={saving.change} save={saving.save} runbook={runbook} goTo={goTo} />
      </Panel>
      <section aria-label="What is understood of it" className={classes['preview']}>
        {understood}
      </section>
    </div>
  );
}
