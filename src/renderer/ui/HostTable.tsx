import { TextInput } from '@mantine/core';
import { type ReactNode, useRef, useState } from 'react';
import { Link } from 'wouter';
import { filterHosts, hostCounts, type HostView } from '../state/hostView.ts';
import { paths } from '../state/paths.ts';
import { useHostViews } from '../state/useHostViews.ts';
import { useMutings } from '../state/useMutings.ts';
import { count } from './formatValue.ts';
import classes from './HostTable.module.css';
import { Measures } from './Measures.tsx';
import { Nothing } from './Nothing.tsx';
import { QuietMark } from './QuietMark.tsx';
import { StateMark, stateWords } from './StateMark.tsx';
import { Ago, TimeOfDay } from './times.tsx';
import { useShortcuts } from './useShortcuts.ts';

/** Every host, worst first, with what fails, since when and how it does; filtered as one types. */
export function HostTable({ aside }: { readonly aside?: ReactNode }) {
  const hosts = useHostViews();
  const mutingOf = useMutings();
  const [filter, setFilter] = useState('');
  const input = useRef<HTMLInputElement>(null);
  useShortcuts({ '/': () => input.current?.focus() });
  const shown = filterHosts(hosts, filter);
  return (
    <section aria-label="Hosts" className={classes['panel']}>
      <header className={classes['head']}>
        <h2>{count(hosts.length, 'host')}</h2>
        {hostCounts(hosts).map(({ state, amount }) => (
          <StateMark key={state} state={state}>
            {amount} <span className={classes['stateWord']}>{stateWords[state]}</span>
          </StateMark>
        ))}
        <div className={classes['tools']}>
          <TextInput
            ref={input}
            size="xs"
            aria-label="Filter hosts"
            placeholder="filter  /"
            value={filter}
            onChange={(event) => setFilter(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') setFilter('');
            }}
          />
          {aside}
        </div>
      </header>
      {shown.length === 0 ? (
        <Nothing>{hosts.length === 0 ? 'No hosts yet.' : `No host matches “${filter}”.`}</Nothing>
      ) : (
        <ul className={classes['rows']}>
          {shown.map((host) => (
            <HostRow key={host.host.id} host={host} mutingOf={mutingOf} />
          ))}
        </ul>
      )}
    </section>
  );
}

type RowProps = { readonly host: HostView; readonly mutingOf: ReturnType<typeof useMutings> };

function HostRow({ host, mutingOf }: RowProps) {
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
}

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
