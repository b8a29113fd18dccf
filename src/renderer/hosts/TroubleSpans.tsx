import { formatDuration } from '../ui/formatTime.ts';
import { StateMark } from '../ui/StateMark.tsx';
import { TimeOfDay } from '../ui/times.tsx';
import { bandWord } from './bandWord.ts';
import classes from './History.module.css';
import type { HistoryBand } from './historyBands.ts';

const shown = 8;

/** The plot in words: the newest stretches that were not ok, for those who cannot or need not see it. */
export function TroubleSpans({ bands }: { readonly bands: readonly HistoryBand[] }) {
  const spans = bands.filter((band) => band.state !== 'ok').toReversed();
  if (spans.length === 0) return null;
  return (
    <ul className={classes['spans']} aria-label="Times of trouble, newest first">
      {spans.slice(0, shown).map((band) => (
        <li key={`${band.state} ${band.fromAt}`}>
          <StateMark state={band.state}>
            {bandWord(band.state)} <TimeOfDay at={band.fromAt} /> to <TimeOfDay at={band.toAt} /> (
            {formatDuration(band.toAt - band.fromAt)})
          </StateMark>
        </li>
      ))}
      {spans.length > shown && <li>and {spans.length - shown} earlier</li>}
    </ul>
  );
}
