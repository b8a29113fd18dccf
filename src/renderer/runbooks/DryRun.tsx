import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import type { LabFile } from '#shared/lab/labFile.ts';
import type { RunbookView } from '#shared/rpc/contract.ts';
import { hostName } from '../state/names.ts';
import { shownCommands } from '../state/shownCommands.ts';
import { isRunnable } from '#shared/incident/suggestedActions.ts';
import { useSnapshot } from '../state/useDesk.ts';
import { useRequest } from '../state/useRequest.ts';
import { Failed } from '../ui/Failed.tsx';
import { FindingList } from '../ui/FindingList.tsx';
import { FolderForm } from '../ui/FolderForm.tsx';
import { Nothing } from '../ui/Nothing.tsx';
import { Panel } from '../ui/Panel.tsx';
import { RunOutput } from '../ui/RunOutput.tsx';
import { outcomeMark } from '../ui/runWords.ts';
import { StateMark } from '../ui/StateMark.tsx';
import classes from './Runbooks.module.css';

/** Where an action may be tried: a service gives its variables, a host alone none. */
type Place = {
  readonly value: string;
  readonly label: string;
  readonly hostId: string;
  readonly serviceId: string | null;
  readonly variables: Readonly<Record<string, string>>;
};

/** Tries what a runbook only reads against a real host; what changes anything cannot be started here. */
export function DryRun({ view }: { readonly view: RunbookView }) {
  const places = placesFor(
    useSnapshot((snapshot) => snapshot.lab.lab),
    view.id,
  );
  const actions = view.runbook.actions.filter((action) => action.effect === 'reads' && isRunnable(action));
  const [placeValue, setPlace] = useState<string | null>(null);
  const [actionId, setAction] = useState<string | null>(null);
  const [runId, setRunId] = useState<string | null>(null);
  const place = places.find((one) => one.value === placeValue) ?? places[0];
  const action = actions.find((one) => one.id === actionId) ?? actions[0];
  const { run, isPending, failure } = useRequest((client, requestId, at: Place, chosen: string) =>
    client.run.start({
      requestId,
      incidentId: null,
      hostId: at.hostId,
      serviceId: at.serviceId,
      runbookId: view.id,
      actionId: chosen,
    }),
  );
  if (place === undefined || action === undefined) return <Unable hasPlace={place !== undefined} />;
  const start = async () => setRunId((await run(place, action.id))?.runId ?? null);
  return (
    <Panel title="Dry run" aside="only what is proved to read">
      <div className={classes['tryOut']}>
        <Select
          label="Action"
          data={actions.map(({ id, title }) => ({ value: id, label: title }))}
          value={action.id}
          onChange={setAction}
          searchable
        />
        <Select
          label="On"
          data={places.map(({ value, label }) => ({ value, label }))}
          value={place.value}
          onChange={setPlace}
          searchable
        />
        <Button size="sm" variant="filled" loading={isPending} onClick={() => void start()}>
          Try it
        </Button>
      </div>
      <pre className={classes['command']}>
        {shownCommands({ action, declared: view.runbook.variables, values: place.variables }).join('\n')}
      </pre>
      <Failed failure={failure} />
      {runId !== null && <Result runId={runId} />}
    </Panel>
  );
}

function Unable({ hasPlace }: { readonly hasPlace: boolean }) {
  return (
    <Panel title="Dry run">
      <Nothing>
        {hasPlace
          ? 'No action of this runbook is proved to only read and can run as it stands.'
          : 'There is no host to try this on; add one first.'}
      </Nothing>
    </Panel>
  );
}

function Result({ runId }: { readonly runId: string }) {
  const run = useSnapshot((snapshot) => snapshot.desk.runs[runId]);
  if (run === undefined) return null;
  const mark = outcomeMark(run);
  return (
    <div className={classes['result']}>
      <output>
        <StateMark state={mark.state}>{mark.state === 'running' ? 'running…' : mark.word}</StateMark>{' '}
        {run.outcome?.text}
      </output>
      {run.stage === 'awaitingFolder' ? <FolderForm run={run} /> : <RunOutput run={run} />}
      {run.findings.length > 0 && <FindingList findings={run.findings} />}
    </div>
  );
}

function placesFor(lab: LabFile, runbookId: string): readonly Place[] {
  const services = lab.services.filter((service) => service.runbook === runbookId);
  return [
    ...services.map((service) => ({
      value: `service:${service.id}`,
      label: `${service.name ?? service.id} on ${hostName(lab, service.host)}`,
      hostId: service.host,
      serviceId: service.id,
      variables: service.variables,
    })),
    ...lab.hosts.map((host) => ({
      value: `host:${host.id}`,
      label: host.name ?? host.id,
      hostId: host.id,
      serviceId: null,
      variables: {},
    })),
  ];
}
