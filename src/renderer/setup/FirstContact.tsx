import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { FindChecks } from '../ui/FindChecks.tsx';
import { paths } from '../state/paths.ts';
import { useHostViews } from '../state/useHostViews.ts';
import { CheckTable } from '../ui/CheckTable.tsx';
import { ConnectionLine } from '../ui/ConnectionLine.tsx';
import { DoctorPanel } from '../ui/DoctorPanel.tsx';
import { Nothing } from '../ui/Nothing.tsx';
import { Page } from '../ui/Page.tsx';
import { Panel } from '../ui/Panel.tsx';

/** The first minute of a new host: the key is asked about, the first checks come in, and a service can follow. */
export function FirstContact({ hostId }: { readonly hostId: string }) {
  const host = useHostViews().find((one) => one.host.id === hostId);
  if (host === undefined) return <Nothing>Adding {hostId}…</Nothing>;
  const isConnected = host.connection.kind === 'connected';
  return (
    <Page
      title={`First contact with ${host.name}`}
      intro={
        isConnected
          ? 'It is watched from now on. A service tells Sitrep what matters on it and what to do when it breaks.'
          : 'If its key is not known yet, you are asked about it before anything secret is sent.'
      }
      aside={
        <>
          <Button component={Link} href={paths.addService(hostId)} variant={isConnected ? 'filled' : 'default'}>
            Add a service
          </Button>
          <Button component={Link} href={paths.overview}>
            Done
          </Button>
        </>
      }
    >
      <ConnectionLine hostId={hostId} connection={host.connection} />
      <Panel title="First checks" isFlush>
        <CheckTable checks={host.checks} />
      </Panel>
      <FindChecks hostId={hostId} isConnected={isConnected} />
      <DoctorPanel hostId={hostId} />
    </Page>
  );
}
