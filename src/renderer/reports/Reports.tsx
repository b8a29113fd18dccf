import { Link } from 'wouter';
import type { Incident } from '#shared/incident/incident.ts';
import { incidentMetrics } from '#shared/incident/incidentMetrics.ts';
import { paths } from '../state/paths.ts';
import { useEndedIncidents, useRunningIncidents } from '../state/useIncidents.ts';
import { formatDuration } from '../ui/formatTime.ts';
import { Nothing } from '../ui/Nothing.tsx';
import { Page } from '../ui/Page.tsx';
import { Panel } from '../ui/Panel.tsx';
import { SeverityLabel } from '../ui/SeverityLabel.tsx';
import { TimeOfDay } from '../ui/times.tsx';
import { FollowUps } from './FollowUps.tsx';
import { median } from './median.ts';
import classes from './Reports.module.css';
import { OpenIncident } from './OpenIncident.tsx';

const columns = [
  ['timeToDetectMs', 'Detected in'],
  ['timeToAcknowledgeMs', 'Acknowledged in'],
  ['timeToMitigateMs', 'Mitigated in'],
  ['timeToResolveMs', 'Resolved in'],
] as const;

/** Incidents that are over, what is still to be done about them, and how fast things went. */
export function Reports() {
  const running = useRunningIncidents();
  const ended = useEndedIncidents();
  const all = [...running, ...ended];
  const resolved = ended.filter((incident) => incident.status === 'resolved');
  return (
    <Page title="Reports and follow-ups" aside={<OpenIncident />}>
      <Panel title="Follow-ups" isFlush>
        {resolved.length === 0 && <Nothing>No follow-ups: they begin when an incident is resolved.</Nothing>}
        {resolved.map((incident) => (
          <FollowUps key={incident.id} incident={incident} />
        ))}
      </Panel>
      <Panel title="Medians">
        <dl className={classes['metrics']}>
          {columns.map(([key, label]) => {
            const value = median(all.flatMap((incident) => incidentMetrics(incident)[key] ?? []));
            return (
              <div key={key}>
                <dt>{label}</dt>
                <dd>{value === null ? 'none yet' : formatDuration(value)}</dd>
              </div>
            );
          })}
          <div>
            <dt>Incidents</dt>
            <dd>{all.length}</dd>
          </div>
        </dl>
      </Panel>
      <Panel title="All incidents" isFlush>
        {all.length === 0 ? <Nothing>No incidents so far.</Nothing> : <IncidentTable incidents={all} />}
      </Panel>
    </Page>
  );
}

function IncidentTable({ incidents }: { readonly incidents: readonly Incident[] }) {
  return (
    <table className={classes['table']}>
      <thead>
        <tr>
          <th scope="col">Incident</th>
          <th scope="col">Status</th>
          <th scope="col">Started</th>
          {columns.map(([key, label]) => (
            <th key={key} scope="col">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {incidents.map((incident) => {
          const metrics = incidentMetrics(incident);
          return (
            <tr key={incident.id}>
              <th scope="row">
                <SeverityLabel severity={incident.severity} />{' '}
                <Link href={paths.incident(incident.id)}>{incident.title}</Link>
                {incident.cause !== null && <span className={classes['cause']}>{incident.cause}</span>}
              </th>
              <td>{incident.status}</td>
              <td>
                <TimeOfDay at={incident.timestamps.startedAt} />
              </td>
              {columns.map(([key, label]) => (
                <td key={key} data-label={label}>
                  {metrics[key] === null ? '–' : formatDuration(metrics[key])}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
