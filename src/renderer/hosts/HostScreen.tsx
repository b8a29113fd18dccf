import { Button } from '@mantine/core';
import { Link } from 'wouter';
import type { CheckView } from '../state/checkView.ts';
import type { HostView } from '../state/hostView.ts';
import { paths } from '../state/paths.ts';
import { useHostViews } from '../state/useHostViews.ts';
import { useMutings } from '../state/useMutings.ts';
import { useRequest } from '../state/useRequest.ts';
import { CheckTable } from '../ui/CheckTable.tsx';
import { ConnectionLine } from '../ui/ConnectionLine.tsx';
import { DoctorPanel } from '../ui/DoctorPanel.tsx';
import { Failed } from '../ui/Failed.tsx';
import { NotFound } from '../ui/NotFound.tsx';
import { Page } from '../ui/Page.tsx';
import { Panel } from '../ui/Panel.tsx';
import { StateMark, stateWords } from '../ui/StateMark.tsx';
import { QuietMark } from '../ui/QuietMark.tsx';
import { SilenceButton } from '../ui/SilenceButton.tsx';
import { RemoveButton } from '../ui/RemoveButton.tsx';
import { CheckHistoryPanel } from './CheckHistoryPanel.tsx';
import { FindChecks } from '../ui/FindChecks.tsx';
import { HostQuiet } from './HostQuiet.tsx';
import { HostIncidents } from './HostIncidents.tsx';
import classes from './Hosts.module.css';
import { Services } from './Services.tsx';
import { SudoPassword } from './SudoPassword.tsx';
import { accessText } from './accessText.ts';

/** One host: how it is reached, what its checks say, what runs on it. */
export function HostScreen({ hostId }: { readonly hostId: string }) {
  const host = useHostViews().find((one) => one.host.id === hostId);
  if (host === undefined) {
    return (
      <NotFound title="No such host">
        There is no host {hostId} in lab.yaml. <Link href={paths.hosts}>All hosts</Link>
      </NotFound>
    );
  }
  return <Known host={host} />;
}

function Known({ host }: { readonly host: HostView }) {
  const hostId = host.host.id;
  const mutingOf = useMutings();
  const noteOf = ({ checkId, serviceId }: CheckView) => <QuietMark muting={mutingOf({ hostId, serviceId, checkId })} />;
  const checkNow = useRequest((client, requestId) => client.host.checkNow({ requestId, hostId }));
  return (
    <Page
      title={host.name}
      intro={accessText(host.host)}
      aside={
        <>
          <StateMark state={host.state} isSoft={host.isSoft}>
            {stateWords[host.state]}
          </StateMark>
          <SilenceButton target={{ kind: 'host', id: hostId }} name={host.name} />
          <Button variant="filled" loading={checkNow.isPending} onClick={() => void checkNow.run()}>
            Check now
          </Button>
        </>
      }
    >
      <Failed failure={checkNow.failure} />
      <ConnectionLine hostId={hostId} connection={host.connection} />
      <HostIncidents hostId={hostId} />
      <HostQuiet host={host} />
      <Panel title="Checks" isFlush>
        <CheckTable checks={host.checks} more={historyOf} note={noteOf} />
      </Panel>
      <FindChecks hostId={hostId} isConnected={host.connection.kind === 'connected'} />
      <Services host={host} />
      <DoctorPanel hostId={hostId} />
      <SudoPassword key={hostId} hostId={hostId} name={host.name} />
      <Panel title="Remove">
        <div className={classes['beside']}>
          <p>Takes the host and its services out of lab.yaml. Nothing on the host changes; the history stays.</p>
          <RemoveButton
            name={`Remove ${host.name}`}
            ask={(client, requestId) => client.lab.removeHost({ requestId, hostId })}
            leadsTo={paths.hosts}
          />
        </div>
      </Panel>
    </Page>
  );
}

const historyOf = (check: CheckView) => <CheckHistoryPanel check={check} />;
