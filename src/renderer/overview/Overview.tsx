import { Button } from '@mantine/core';
import { Link, useLocation } from 'wouter';
import { paths } from '../state/paths.ts';
import { useSnapshot } from '../state/useDesk.ts';
import { useEndedIncidents, useRunningIncidents } from '../state/useIncidents.ts';
import { useRequest } from '../state/useRequest.ts';
import { Failed } from '../ui/Failed.tsx';
import { HostTable } from '../ui/HostTable.tsx';
import { useTitle } from '../ui/Page.tsx';
import { StateMark } from '../ui/StateMark.tsx';
import { TimeOfDay } from '../ui/times.tsx';
import { useShortcuts } from '../ui/useShortcuts.ts';
import { DemoPanel } from './DemoPanel.tsx';
import { FollowUpsDue } from './FollowUpsDue.tsx';
import { IncidentRow } from './IncidentRow.tsx';
import classes from './Overview.module.css';

/** What is wrong first, what to do about it one key away, then every host, worst first. */
export function Overview() {
  const incidents = useRunningIncidents();
  const [, navigate] = useLocation();
  const first = incidents[0];
  const { run: acknowledge, failure } = useRequest((client, requestId, incidentId: string) =>
    client.incident.acknowledge({ requestId, incidentId }),
  );
  useTitle(first === undefined ? 'Overview' : `P${first.severity} ${first.title}`);
  useShortcuts({
    a: first?.timestamps.acknowledgedAt === null ? () => void acknowledge(first.id) : undefined,
    Enter: first === undefined ? undefined : () => navigate(paths.incident(first.id)),
  });
  return (
    <div className={classes['overview']}>
      <h1 className="visually-hidden">Overview</h1>
      <section aria-label="Incidents" className={classes['incidents']}>
        {first === undefined ? <Quiet /> : null}
        {incidents.map((incident, index) => (
          <IncidentRow
            key={incident.id}
            incident={incident}
            isFirst={index === 0}
            acknowledge={() => void acknowledge(incident.id)}
          />
        ))}
        <Failed failure={failure} />
      </section>
      <FollowUpsDue />
      <DemoPanel />
      <HostTable
        aside={
          <Button component={Link} href={paths.addHost}>
            Add a host
          </Button>
        }
      />
    </div>
  );
}

function Quiet() {
  const last = useEndedIncidents()[0];
  const hosts = useSnapshot((snapshot) => snapshot.lab.lab.hosts.length);
  const endedAt = last?.timestamps.resolvedAt ?? null;
  return (
    <p className={classes['quiet']}>
      <StateMark state={hosts === 0 ? 'unobserved' : 'ok'} />
      {last === undefined || endedAt === null ? (
        <strong>No incidents so far.</strong>
      ) : (
        <span>
          <strong>
            No incidents since <TimeOfDay at={endedAt} />.
          </strong>{' '}
          The last one: <Link href={paths.incident(last.id)}>{last.title}</Link>
        </span>
      )}
    </p>
  );
}
