import { Button } from '@mantine/core';
import { useState } from 'react';
import { mergeEdits } from '#shared/message/mergeEdits.ts';
import type { RunbookView } from '#shared/rpc/contract.ts';
import { StateMark } from '../ui/StateMark.tsx';
import { LineDifference } from './LineDifference.tsx';
import { dropDraft, keepDraft, type RunbookDraft } from './runbookDrafts.ts';
import classes from './Runbooks.module.css';

type Props = { readonly view: RunbookView; readonly draft: RunbookDraft };

/** The file changed elsewhere since the edit began: shows how, and lets a person choose; nothing is lost unasked. */
export function EditorConflict({ view, draft }: Props) {
  const [isShown, setIsShown] = useState(false);
  const rebase = (text: string) => keepDraft(view.id, { text, baseText: view.text, baseHash: view.hash });
  return (
    <div className={classes['conflict']} role="alert">
      <p>
        <StateMark state="warning">
          The file was changed elsewhere since you began to edit. Saving waits until you choose.
        </StateMark>
      </p>
      <div className={classes['buttons']}>
        <Button variant="filled" onClick={() => rebase(mergeEdits(draft.text, draft.baseText, view.text))}>
          Merge both
        </Button>
        <Button onClick={() => rebase(draft.text)}>Keep mine</Button>
        <Button onClick={() => dropDraft(view.id)}>Take the other</Button>
        <Button aria-expanded={isShown} onClick={() => setIsShown(!isShown)}>
          {isShown ? 'Hide the differences' : 'Show the differences'}
        </Button>
      </div>
      <p className={classes['quiet']}>Where both changed the same words, merging keeps yours.</p>
      {isShown && <LineDifference label="From the saved text to yours" from={view.text} to={draft.text} />}
    </div>
  );
}
