import type { Muting } from '#shared/silence/mutingOf.ts';
import classes from './QuietMark.module.css';
import { StateMark } from './StateMark.tsx';
import { TimeOfDay } from './times.tsx';

/** Says that nothing is told of something, why, and until when; nothing where people are told. */
export function QuietMark({ muting }: { readonly muting: Muting | null }) {
  if (muting === null) return null;
  return (
    <span className={classes['quiet']}>
      <StateMark state="paused">
        paused until <TimeOfDay at={muting.untilAt} />: {muting.by}
      </StateMark>
    </span>
  );
}
