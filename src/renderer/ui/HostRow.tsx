import { memo } from 'react';
import { Link } from 'wouter';
import type { HostView } from '../state/hostView.ts';
import { paths } from '../state/paths.ts';
import type { useMutings } from '../state/useMutings.ts';
import { count } from './formatValue.ts';
import classes from './HostTable.module.css';
import { Measures } from './Measures.tsx';
import { QuietMark } from './QuietMark.tsx';
import { StateMark } from './StateMark.tsx';
import { Ago, TimeOfDay } from './times.tsx';

type RowProps = { readonly host: HostView; readonly mutingOf: ReturnType<typeof useMutings> };

/** One host in a list: its state, what there is to say of it, since when, and its measures. */
export const HostRow = memo(function HostRow({ host, mutingOf }: RowProps) {
  const hostId = host.host.id;
  const muting = mutingOf({ hostId, serviceId: null, checkId: null });
  return (
    <li className={classes['row']} data-state={host.state}>
      <span className={classes['name']}>
        <StateMark state={host.state} isSoft={host.isSoft} />
        <Link href={paths.host(host.host.id)}>{host.name}</Link>
      </span>
      <span className={classes['text']}>
        {host.text}
        {host.failing.length > 1 && (
          <span className={classes['checks']}>{host.failing.map((check) => check.name).join(', ')}</span>
        )}
        {host.isSoft && <span className={classes['checks']}>not confirmed yet, asking again</span>}
        <QuietMark muting={muting} />
        {muting === null && <QuietChecks host={host} mutingOf={mutingOf} />}
      </span>
      <span className={classes['since']}>
        <Since host={host} />
      </span>
      <Measures checks={host.checks} />
    </li>
  );
});

/** Without it, a host whose failing check is silenced would look as if somebody had been told. */
function QuietChecks({ host, mutingOf }: RowProps) {
  const hostId = host.host.id;
  const muted = host.checks.filter(({ checkId, serviceId }) => mutingOf({ hostId, serviceId, checkId }) !== null);
  if (muted.length === 0) return null;
  return (
    <span className={classes['checks']}>
      <StateMark state="paused">{count(muted.length, 'check')} paused</StateMark>
    </span>
  );
}

function Since({ host }: { readonly host: HostView }) {
  if (host.state === 'ok')
    return host.seenAt === null ? null : (
      <>
        seen <Ago at={host.seenAt} withTime={false} />
      </>
    );
  if (host.sinceAt === null) return null;
  return (
    <>
      since <TimeOfDay at={host.sinceAt} />
    </>
  );
}
