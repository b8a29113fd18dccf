import { Button } from '@mantine/core';
import { useState } from 'react';
import type { CheckDefinition } from '#shared/check/checkDefinition.ts';
import { type Discovery, type Proposal, proposalGroups } from '#shared/discovery/proposal.ts';
import { useRequest } from '../state/useRequest.ts';
import { Failed } from './Failed.tsx';
import { count } from './formatValue.ts';
import { StateMark } from './StateMark.tsx';
import { Tick } from './Tick.tsx';
import classes from './FindChecks.module.css';
import { groupNames } from './proposalWords.ts';

type Props = { readonly found: Discovery; readonly finish: (added: number) => void };

/** What discovery proposes, by group, ticked where it is recommended; adds the ticked ones together. */
export function Proposals({ found, finish }: Props) {
  const { hostId, proposals, notes } = found;
  const [ticked, setTicked] = useState<ReadonlySet<string>>(
    () => new Set(proposals.filter((one) => one.isRecommended).map(({ check }) => check.id)),
  );
  const add = useRequest((client, requestId, checks: CheckDefinition[]) =>
    client.lab.addChecks({ requestId, hostId, checks }),
  );
  const chosen = proposals.filter(({ check }) => ticked.has(check.id)).map(({ check }) => check);
  const tick = (ids: readonly string[], isOn: boolean) =>
    setTicked((before) => new Set([...before].filter((id) => !ids.includes(id)).concat(isOn ? ids : [])));
  const submit = async () => {
    if ((await add.run(chosen)) !== null) finish(chosen.length);
  };
  return (
    <div className={classes['proposals']}>
      {proposals.length === 0 && <p>Nothing more was found: all that it would propose is watched already.</p>}
      {proposalGroups.map((group) => {
        const own = proposals.filter((one) => one.group === group);
        return own.length === 0 ? null : (
          <Group key={group} name={groupNames[group]} proposals={own} ticked={ticked} tick={tick} />
        );
      })}
      {notes.length > 0 && (
        <ul className={classes['notes']} aria-label="What could not be looked at">
          {notes.map((note) => (
            <li key={note}>
              <StateMark state="unobserved">{note}</StateMark>
            </li>
          ))}
        </ul>
      )}
      <Failed failure={add.failure} />
      {proposals.length > 0 && (
        <div className={classes['foot']}>
          <Button
            variant="filled"
            size="sm"
            disabled={chosen.length === 0}
            loading={add.isPending}
            onClick={() => void submit()}
          >
            Add {count(chosen.length, 'check')}
          </Button>
          <span className={classes['quiet']}>of {proposals.length} found; written into lab.yaml</span>
        </div>
      )}
    </div>
  );
}

type GroupProps = {
  readonly name: string;
  readonly proposals: readonly Proposal[];
  readonly ticked: ReadonlySet<string>;
  readonly tick: (ids: readonly string[], isOn: boolean) => void;
};

function Group({ name, proposals, ticked, tick }: GroupProps) {
  const ids = proposals.map(({ check }) => check.id);
  const isAll = ids.every((id) => ticked.has(id));
  return (
    <fieldset className={classes['group']}>
      <legend>
        {name}
        {proposals.length > 1 && (
          <Button
            size="compact-xs"
            onClick={() => tick(ids, !isAll)}
            aria-label={`${isAll ? 'Tick none' : `Tick all ${ids.length}`}: ${name}`}
          >
            {isAll ? 'Tick none' : `Tick all ${ids.length}`}
          </Button>
        )}
      </legend>
      {proposals.map(({ check, reason, isFailing }) => (
        <div key={check.id} className={classes['proposal']}>
          <Tick
            label={
              <>
                <strong>{check.name ?? check.id}</strong> <span className={classes['quiet']}>{reason}</span>
              </>
            }
            isOn={ticked.has(check.id)}
            change={(isOn) => tick([check.id], isOn)}
          />
          {isFailing && <StateMark state="critical">failing now</StateMark>}
        </div>
      ))}
    </fieldset>
  );
}
