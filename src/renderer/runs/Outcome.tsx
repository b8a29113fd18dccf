import { Button } from '@mantine/core';
import type { Run } from '#shared/run/run.ts';
import { useRequest } from '../state/useRequest.ts';
import { Failed } from '../ui/Failed.tsx';
import { outcomeMark } from '../ui/runWords.ts';
import { StateMark } from '../ui/StateMark.tsx';
import { TimeOfDay } from '../ui/times.tsx';
import classes from './RunPanel.module.css';
import { WayBackText } from './WayBackText.tsx';

/** How the run ended, in words, and the way back where one was kept. */
export function Outcome({ run }: { readonly run: Run }) {
  const undo = useRequest((client, requestId) => client.run.undo({ requestId, runId: run.id }));
  const mark = outcomeMark(run);
  if (run.outcome === null) return null;
  const canUndo = run.wayBack.kind === 'kept' && run.undoneAt === null && run.plan.effect !== 'reads';
  return (
    <output className={classes['outcome']} data-kind={run.outcome.kind}>
      <StateMark state={mark.state}>
        <strong>{mark.word}</strong>
      </StateMark>
      <span className={classes['words']}>
        {run.outcome.text} {run.endedAt !== null && <TimeOfDay at={run.endedAt} />}
      </span>
      {canUndo && (
        <span className={classes['undo']}>
          <Button loading={undo.isPending} onClick={() => void undo.run()}>
            Undo
          </Button>
          <WayBackText wayBack={run.wayBack} />
        </span>
      )}
      {run.undoneAt !== null && (
        <span>
          Undone <TimeOfDay at={run.undoneAt} />
        </span>
      )}
      <Failed failure={undo.failure} />
    </output>
  );
}
