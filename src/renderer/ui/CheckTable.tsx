import { Fragment, type ReactNode, useState } from 'react';
import type { CheckView } from '../state/checkView.ts';
import classes from './CheckTable.module.css';
import { formatValue } from './formatValue.ts';
import { Nothing } from './Nothing.tsx';
import { StateMark, stateWords } from './StateMark.tsx';
import { Ago, TimeOfDay } from './times.tsx';

type Props = {
  readonly checks: readonly CheckView[];
  /** What a row opens to; without it rows do not open. */
  readonly more?: (check: CheckView) => ReactNode;
  /** Said below what was seen. */
  readonly note?: (check: CheckView) => ReactNode;
};

/** Checks, worst first: state, what was seen, values, since when, and how old the sight of it is. */
export function CheckTable({ checks, more, note }: Props) {
  const [open, setOpen] = useState<string | null>(null);
  if (checks.length === 0) return <Nothing>No checks.</Nothing>;
  return (
    <table className={classes['table']}>
      <thead>
        <tr>
          <th scope="col">Check</th>
          <th scope="col">State</th>
          <th scope="col">Seen</th>
          <th scope="col">Values</th>
          <th scope="col">Age</th>
        </tr>
      </thead>
      <tbody>
        {checks.map((check) => (
          <Fragment key={check.checkId}>
            <tr data-state={check.state} data-opens={more !== undefined || undefined}>
              <th scope="row">
                {more === undefined ? (
                  check.name
                ) : (
                  <button
                    type="button"
                    className={classes['opener']}
                    aria-expanded={open === check.checkId}
                    onClick={() => setOpen(open === check.checkId ? null : check.checkId)}
                  >
                    {check.name}
                  </button>
                )}
              </th>
              <td>
                <StateMark state={check.state} isSoft={check.isSoft}>
                  {stateWords[check.state]}
                </StateMark>
                <span className={classes['detail']}>{detail(check)}</span>
              </td>
              <td className={classes['text']}>
                {check.text}
                {note?.(check)}
              </td>
              <td className={classes['values']}>
                {check.observed?.last?.values.slice(0, 4).map((value) => (
                  <span key={value.name}>
                    {value.name} <strong>{formatValue(value)}</strong>
                  </span>
                ))}
              </td>
              <td className={classes['age']}>
                {check.seenAt === null ? 'never' : <Ago at={check.seenAt} withTime={false} />}
                {check.sinceAt !== null && check.state !== 'ok' && (
                  <span className={classes['detail']}>
                    since <TimeOfDay at={check.sinceAt} />
                  </span>
                )}
              </td>
            </tr>
            {more !== undefined && open === check.checkId && (
              <tr className={classes['more']}>
                <td colSpan={5}>{more(check)}</td>
              </tr>
            )}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

function detail(check: CheckView): string {
  if (check.mutedBy !== null) return `muted: ${check.mutedBy} is down`;
  if (check.isSoft) return 'not confirmed, asking again';
  return check.isFlapping ? 'flapping' : '';
}
