import { Button, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { SshName } from '#shared/rpc/contract.ts';
import { useAnswer } from '../state/useAnswer.ts';
import { useSnapshot } from '../state/useDesk.ts';
import { Failed } from '../ui/Failed.tsx';
import { Nothing } from '../ui/Nothing.tsx';
import { Panel } from '../ui/Panel.tsx';
import { freeIdentifier } from './freeIdentifier.ts';
import classes from './Setup.module.css';
import { useAddHost } from './useAddHost.ts';

/** The names of ~/.ssh/config with their effective addresses; one click adds one. Enter takes the first that matches. */
export function SshNames() {
  const lab = useSnapshot((snapshot) => snapshot.lab.lab);
  const names = useAnswer('lab.sshNames', (client) => client.lab.sshNames({}));
  const [filter, setFilter] = useState('');
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const { add, isPending, failure } = useAddHost();
  const used = new Set(lab.hosts.flatMap(({ access }) => (access.transport === 'local' ? [] : (access.alias ?? []))));
  const shown = names.kind === 'ready' ? names.value.filter((name) => matches(name, filter)) : [];
  const first = shown.find((name) => !used.has(name.alias));
  const pick = (alias: string) =>
    void add({ id: freeIdentifier(alias, lab), name: alias, access: { transport: 'ssh2', alias } });
  return (
    <Panel title="From ~/.ssh/config" isFlush>
      <form
        className={classes['filter']}
        onSubmit={(event) => {
          event.preventDefault();
          if (first !== undefined) pick(first.alias);
        }}
      >
        <TextInput
          aria-label="Filter names"
          placeholder="filter; Enter adds the first"
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
          ref={input}
        />
      </form>
      <Failed failure={failure} />
      {names.kind === 'failed' && <Failed failure={names.failure} />}
      {names.kind === 'loading' && <Nothing>Reading ~/.ssh/config…</Nothing>}
      {names.kind === 'ready' && shown.length === 0 && (
        <Nothing>{names.value.length === 0 ? 'It names no hosts: add one by hand.' : 'No name matches.'}</Nothing>
      )}
      <ul className={classes['names']}>
        {shown.map((name) => (
          <li key={name.alias} className={classes['name']}>
            <span className={classes['what']}>
              <strong>{name.alias}</strong>
              <span>
                {name.user}@{name.address}
                {name.port === 22 ? '' : `, port ${name.port}`}
                {name.jumps === null ? '' : `, through ${name.jumps}`}
              </span>
            </span>
            <Button
              disabled={isPending || used.has(name.alias)}
              onClick={() => pick(name.alias)}
              aria-label={`Add ${name.alias}`}
            >
              {used.has(name.alias) ? 'Added' : 'Add'}
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function matches(name: SshName, filter: string): boolean {
  return `${name.alias} ${name.address} ${name.user}`.toLowerCase().includes(filter.trim().toLowerCase());
}
