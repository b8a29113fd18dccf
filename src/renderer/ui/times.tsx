import { useNow } from '../state/useNow.ts';
import { useSnapshot } from '../state/useDesk.ts';
import { formatAgo, formatExactly, formatLeft, formatTimeOfDay } from './formatTime.ts';
import classes from './times.module.css';

/** Time of day in the core's zone; the whole date on hover. */
export function TimeOfDay({ at }: { readonly at: number }) {
  const now = useNow();
  const timeZone = useSnapshot((snapshot) => snapshot.shell.timeZone);
  return (
    <time className={classes['time']} dateTime={new Date(at).toISOString()} title={formatExactly(at, timeZone)}>
      {formatTimeOfDay(at, now, timeZone)}
    </time>
  );
}

/** `3 min ago`, counting, with the time of day beside it unless told not to. */
export function Ago({ at, withTime = true }: { readonly at: number; readonly withTime?: boolean }) {
  const now = useNow();
  const ago = <span className={classes['time']}>{formatAgo(at, now)}</span>;
  if (!withTime) return ago;
  return (
    <>
      {ago}{' '}
      <span className={classes['beside']}>
        <TimeOfDay at={at} />
      </span>
    </>
  );
}

/** What is left of a deadline, counting down, with its time of day. Overdue is said in words and marked. */
export function Left({ by }: { readonly by: number }) {
  const now = useNow();
  const isOverdue = now > by;
  return (
    <>
      <span className={classes['left']} data-overdue={isOverdue || undefined}>
        {formatLeft(by, now)}
      </span>{' '}
      <span className={classes['beside']}>
        <TimeOfDay at={by} />
      </span>
    </>
  );
}
