import { Button } from '@mantine/core';
import type { Run } from '#shared/run/run.ts';
import { isWayBackOver } from '#shared/run/isWayBackOver.ts';
import { useNow } from '../state/useNow.ts';
import { useRequest } from '../state/useRequest.ts';
import { Failed } from '../ui/Failed.tsx';
import { type MarkState, StateMark } from '../ui/StateMark.tsx';
import { TimeOfDay } from '../ui/times.tsx';
import classes from './RunPanel.module.css';
import { WayBackText, WayBackTime } from './WayBackText.tsx';

/** The way back of a run that has ended: offered, being taken, taken, or not to be had, with what came of it. */
export function Undo({ run }: { readonly run: Run }) {
  const undo = useRequest((client, requestId) => client.run.undo({ requestId, runId: run.id }));
  const now = useNow();
  // What is only planned to be kept has no handle: a run that never came so far has nothing to undo.
  if (run.wayBack.kind !== 'kept' || run.wayBack.handle === undefined) return null;
  const isGoing = undo.isPending || run.stage === 'undoing';
  return (
    <div className={classes['undo']}>
      <output className={classes['undone']}>{isGoing ? 'Undoing…' : <UndoResult run={run} />}</output>
      {run.undoneAt === null && isWayBackOver(run.wayBack, now) && (
        <span className={classes['words']}>
          It could be undone <WayBackTime wayBack={run.wayBack} />; what was kept may be thrown away by now:{' '}
          {run.wayBack.text}
        </span>
      )}
      {run.undoneAt === null && !isWayBackOver(run.wayBack, now) && (
        <>
          <Button loading={isGoing} onClick={() => void undo.run()}>
            {run.undoOutcome === undefined ? 'Undo' : 'Undo again'}
          </Button>
          <span className={classes['words']}>
            <WayBackText wayBack={run.wayBack} />
          </span>
        </>
      )}
      <Failed failure={undo.failure} />
    </div>
  );
}

const marks: Readonly<Record<NonNullable<Run['undoOutcome']>['kind'], readonly [MarkState, string]>> = {
  succeeded: ['ok', 'Undone'],
  failed: ['critical', 'Undo failed'],
  refused: ['warning', 'Undo refused'],
  cancelled: ['paused', 'Undo cancelled'],
  unknown: ['unknown', 'Undo has an unknown end'],
};

function UndoResult({ run: { undoOutcome, undoneAt } }: { readonly run: Run }) {
  if (undoOutcome === undefined) return null;
  const [state, word] = marks[undoOutcome.kind];
  return (
    <>
      <StateMark state={state}>
        <strong>{word}</strong>
      </StateMark>{' '}
      {undoOutcome.text} {undoneAt !== null && <TimeOfDay at={undoneAt} />}
    </>
  );
}
