import type { Figure } from '#tests/bench/figures.ts';
import type { Played, Round } from './playRound.ts';

export type Verdict = {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly figures: readonly Figure[];
};

/** A fault of which too little was said is a miss; each word or incident too many is a false alarm. */
export function judge(rounds: readonly Round[]): Verdict {
  const played = rounds.flatMap((round) => round.played);
  const misses = played.filter(isMissed).length + rounds.flatMap(({ notWell }) => notWell).length;
  const surplus = played.map(surplusOf).reduce((sum, count) => sum + count, 0);
  const unexplained = rounds.flatMap((round) => round.unexplained);
  const falseAlarms = surplus + unexplained.length;
  return {
    rows: [...played.map(row), ...unexplained.map((said) => ({ fault: '(none)', said }))],
    figures: [
      { id: 'faults', value: played.length, unit: 'faults' },
      { id: 'misses', value: misses, unit: 'faults', holds: misses === 0 },
      { id: 'false-alarms', value: falseAlarms, unit: 'alarms', holds: falseAlarms === 0 },
    ],
  };
}

const isMissed = ({ fault, incidents, notifications }: Played): boolean =>
  incidents < fault.incidents || notifications < fault.notifications;

const surplusOf = ({ fault, incidents, notifications }: Played): number =>
  Math.max(0, incidents - fault.incidents) + Math.max(0, notifications - fault.notifications);

function row(played: Played): Readonly<Record<string, unknown>> {
  const { fault, incidents, notifications, said, firstWordS } = played;
  const isRight = !isMissed(played) && surplusOf(played) === 0;
  return {
    fault: fault.name,
    incidents: `${incidents} of ${fault.incidents}`,
    notifications: `${notifications} of ${fault.notifications}`,
    'told after s': firstWordS === null ? '' : Math.round(firstWordS * 10) / 10,
    verdict: isRight ? 'as expected' : 'WRONG',
    said: said.join(' | '),
  };
}
