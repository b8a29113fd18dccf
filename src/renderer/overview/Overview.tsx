import { Button } from '@mantine/core';
import { Link, useLocation } from 'wouter';
import { paths } from '../state/paths.ts';
import { useDeskStore } from '../state/useDesk.ts';
import { useHostViews } from '../state/useHostViews.ts';
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
  const {
    run: acknowledge,
    isPending,
    failure,
  } = useRequest((client, requestId, incidentId: string) => client.incident.acknowledge({ requestId, incidentId }));
  useTitle(first === undefined ? 'Overview' : `P${first.severity} ${first.title}`);
  useShortcuts({
    a: first?.timestamps.acknowledgedAt === null && !isPending ? () => void acknowledge(first.id) : undefined,
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
            isBusy={isPending}
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

/** That nothing is wrong, and since when; green only while at least one host is seen. */
function Quiet() {
  const last = useEndedIncidents()[0];
  const isConnected = useDeskStore((store) => store.link.kind === 'open');
  const isSeen = useHostViews().some(({ state }) => state !== 'unobserved') && isConnected;
  const endedAt = last?.timestamps.resolvedAt ?? null;
  return (
    <p className={classes['quiet']}>
      <StateMark state={isSeen ? 'ok' : 'unobserved'} />
      <span>
        <strong>
          {last === undefined || endedAt === null ? (
            'No incidents so far.'
          ) : (
            <>
              No incidents since <TimeOfDay at={endedAt} />.
            </>
          )}
        </strong>{' '}
        {!isSeen && 'No host is seen now, so this says nothing about them. '}
        {last !== undefined && (
          <>
            The last one: <Link href={paths.incident(last.id)}>{last.title}</Link>
          </>
        )}
      </span>
    </p>
  );
}
