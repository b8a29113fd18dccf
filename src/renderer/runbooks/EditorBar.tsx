import { Button } from '@mantine/core';
import { useState } from 'react';
import { StateMark } from '../ui/StateMark.tsx';
import { dropDraft } from './runbookDrafts.ts';
import classes from './Runbooks.module.css';
import type { RunbookSaving } from './useSaveRunbook.ts';

/** Whether the text is saved, saving it, and going back to what is saved after a second click. */
export function EditorBar({ saving }: { readonly saving: RunbookSaving }) {
  const { view, draft, save, isSaving } = saving;
  const [isSure, setIsSure] = useState(false);
  const drop = () => {
    setIsSure(false);
    dropDraft(view.id);
  };
  return (
    <div className={classes['bar']}>
      <output>
        {draft === null ? (
          <StateMark state="ok">saved</StateMark>
        ) : (
          <StateMark state="warning">not saved; kept while the window is open</StateMark>
        )}
      </output>
      <Button variant="filled" disabled={draft === null} loading={isSaving} onClick={save}>
        Save
      </Button>
      {isSure && draft !== null ? (
        <>
          <Button color="red.8" variant="filled" onClick={drop}>
            Drop my edit
          </Button>
          <Button onClick={() => setIsSure(false)}>Keep it</Button>
        </>
      ) : (
        <Button disabled={draft === null} onClick={() => setIsSure(true)}>
          Revert…
        </Button>
      )}
    </div>
  );
}
