import { SegmentedControl, TextInput } from '@mantine/core';
import { type ReactNode, useRef, useState } from 'react';
import { filterHosts, hostCounts, type HostView } from '../state/hostView.ts';
import { groupHosts } from '../state/groupHosts.ts';
import { useHostViews } from '../state/useHostViews.ts';
import { useMutings } from '../state/useMutings.ts';
import { count } from './formatValue.ts';
import { HostRow } from './HostRow.tsx';
import classes from './HostTable.module.css';
import { KeyHint } from './KeyHint.tsx';
import { Nothing } from './Nothing.tsx';
import { StateMark, stateWords } from './StateMark.tsx';
import { useGrouping } from './useGrouping.ts';
import { useShortcuts } from './useShortcuts.ts';

/** Every host, worst first, with what fails, since when and how it does; filtered as one types, grouped by tag at will. */
export function HostTable({ aside }: { readonly aside?: ReactNode }) {
  const hosts = useHostViews();
  const [filter, setFilter] = useState('');
  const [grouping, setGrouping] = useGrouping();
  const shown = filterHosts(hosts, filter);
  const hasTags = hosts.some(({ host }) => (host.tags ?? []).length > 0);
  return (
    <section aria-label="Hosts" className={classes['panel']}>
      <header className={classes['head']}>
        <h2>{count(hosts.length, 'host')}</h2>
        {hostCounts(hosts).map(({ state, amount }) => (
          <StateMark key={state} state={state}>
            {amount}{' '}
            <span className={classes['stateWord']}>
              {state === 'warning' && amount > 1 ? 'warnings' : stateWords[state]}
            </span>
          </StateMark>
        ))}
        <div className={classes['tools']}>
          {hasTags && (
            <SegmentedControl
              aria-label="Order of the hosts"
              data={[
                { value: 'state', label: 'Worst first' },
                { value: 'tag', label: 'By tag' },
              ]}
              value={grouping}
              onChange={setGrouping}
            />
          )}
          <FilterField filter={filter} setFilter={setFilter} />
          {aside}
        </div>
      </header>
      {shown.length === 0 ? (
        <Nothing>{hosts.length === 0 ? 'No hosts yet.' : `No host matches “${filter}”.`}</Nothing>
      ) : hasTags && grouping === 'tag' ? (
        groupHosts(shown).map(({ tag, hosts: own }) => (
          <section key={tag ?? ''} aria-label={tag ?? 'without a tag'}>
            <h3 className={classes['tag']}>{tag ?? 'without a tag'}</h3>
            <Rows hosts={own} />
          </section>
        ))
      ) : (
        <Rows hosts={shown} />
      )}
    </section>
  );
}

function Rows({ hosts }: { readonly hosts: readonly HostView[] }) {
  const mutingOf = useMutings();
  return (
    <ul className={classes['rows']}>
      {hosts.map((host) => (
        <HostRow key={host.host.id} host={host} mutingOf={mutingOf} />
      ))}
    </ul>
  );
}

type FilterProps = { readonly filter: string; readonly setFilter: (filter: string) => void };

function FilterField({ filter, setFilter }: FilterProps) {
  const input = useRef<HTMLInputElement>(null);
  useShortcuts({ '/': () => input.current?.focus() });
  return (
    <TextInput
      ref={input}
      size="xs"
      className={classes['filter'] ?? ''}
      aria-label="Filter hosts"
      placeholder="Filter hosts"
      rightSection={filter === '' ? <KeyHint of="/" /> : null}
      rightSectionPointerEvents="none"
      value={filter}
      onChange={(event) => setFilter(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setFilter('');
      }}
    />
  );
}
