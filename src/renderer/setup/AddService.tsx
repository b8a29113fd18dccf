import { Select } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { paths } from '../state/paths.ts';
import { hostName } from '../state/names.ts';
import { useSnapshot } from '../state/useDesk.ts';
import { useRunbook, useRunbookList } from '../state/useRunbook.ts';
import { Failed } from '../ui/Failed.tsx';
import { NotFound } from '../ui/NotFound.tsx';
import { Page } from '../ui/Page.tsx';
import { Panel } from '../ui/Panel.tsx';
import { ServiceForm } from './ServiceForm.tsx';

/** Adds a service to a host: its runbook, then what the runbook wants to know. */
export function AddService({ hostId }: { readonly hostId: string }) {
  const lab = useSnapshot((snapshot) => snapshot.lab.lab);
  const list = useRunbookList();
  const [chosen, setChosen] = useState<string | null>(null);
  const id = chosen ?? (list.kind === 'ready' ? (list.value[0]?.id ?? null) : null);
  const runbook = useRunbook(id);
  if (!lab.hosts.some((host) => host.id === hostId)) {
    return (
      <NotFound title="No such host">
        There is no host {hostId} in lab.yaml. <Link href={paths.addHost}>Add a host</Link>
      </NotFound>
    );
  }
  return (
    <Page title={`Add a service on ${hostName(lab, hostId)}`}>
      <Panel title="Runbook">
        {list.kind === 'failed' && <Failed failure={list.failure} />}
        {list.kind === 'ready' && (
          <Select
            label="Runbook"
            description="What can go wrong, what to check, what to do, whom to tell."
            data={list.value.map((item) => ({
              value: item.id,
              label: `${item.name} (${item.origin === 'builtIn' ? 'built-in' : 'lab folder'})`,
            }))}
            value={id}
            onChange={setChosen}
            searchable
          />
        )}
      </Panel>
      {runbook.kind === 'failed' && <Failed failure={runbook.failure} />}
      {runbook.kind === 'ready' && id !== null && (
        <ServiceForm key={id} hostId={hostId} runbookId={id} runbook={runbook.value.runbook} />
      )}
    </Page>
  );
}
