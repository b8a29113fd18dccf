import { Button } from '@mantine/core';
import { useState } from 'react';
import { annotate, type Annotated } from '#shared/runbook/annotate/annotate.ts';
import { LineDifference } from './LineDifference.tsx';
import classes from './Runbooks.module.css';

type Props = { readonly text: string; readonly apply: (text: string) => void };
type Proposed = Annotated & { readonly of: string };

/** Proposes variables for what differs from host to host, and checks; shows what that changes, and applies it on a click. */
export function AnnotationProposal({ text, apply }: Props) {
  const [proposed, setProposed] = useState<Proposed | null>(null);
  const isCurrent = proposed !== null && proposed.of === text;
  return (
    <div className={classes['proposal']}>
      {!isCurrent && <Button onClick={() => setProposed({ ...annotate(text), of: text })}>Propose annotations</Button>}
      {isCurrent && proposed.text === text && (
        <output>Nothing to propose: no unit, folder, port or check was found that is not there yet.</output>
      )}
      {isCurrent && proposed.text !== text && (
        <>
          <LineDifference label="Proposed annotations" from={text} to={proposed.text} />
          <div className={classes['buttons']}>
            <Button variant="filled" onClick={() => apply(proposed.text)}>
              Apply
            </Button>
            <Button onClick={() => setProposed(null)}>Leave it</Button>
          </div>
        </>
      )}
    </div>
  );
}
