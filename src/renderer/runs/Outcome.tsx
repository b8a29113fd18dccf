import type { Run } from '#shared/run/run.ts';
import { outcomeMark } from '../ui/runWords.ts';
import { StateMark } from '../ui/StateMark.tsx';
import { TimeOfDay } from '../ui/times.tsx';
import classes from './RunPanel.module.css';
import { Undo } from './Undo.tsx';

/** How the run ended, in words, and the way back where one was kept. */
export function Outcome({ run }: { readonly run: Run }) {
  if (run.outcome === null) return null;
  const mark = outcomeMark(run);
  return (
    <>
      <output className={classes['outcome']} data-kind={run.undoneAt === null ? run.outcome.kind : undefined}>
        <StateMark state={mark.state}>
          <strong>{mark.word}</strong>
        </StateMark>
        <span className={classes['words']}>
          {run.outcome.text} {run.endedAt !== null && <TimeOfDay at={run.endedAt} />}
        </span>
      </output>
      <Undo run={run} />
    </>
  );
}
