import { Link } from 'wouter';
import { paths } from '../state/paths.ts';
import { useRunningIncidents } from '../state/useIncidents.ts';
import { ClockLine } from '../ui/ClockLine.tsx';
import { SeverityLabel } from '../ui/SeverityLabel.tsx';
import classes from './Hosts.module.css';

/** Running incidents of a host. */
export function HostIncidents({ hostId }: { readonly hostId: string }) {
  const incidents = useRunningIncidents().filter((incident) => incident.hostId === hostId);
  return incidents.map((incident) => (
    <p key={incident.id} className={classes['incident']}>
      <SeverityLabel severity={incident.severity} />
      <Link href={paths.incident(incident.id)}>{incident.title}</Link>
      <span>
        <ClockLine incident={incident} />
      </span>
    </p>
  ));
}
