import { Link } from 'wouter';
import type { Incident } from '#shared/incident/incident.ts';
import { hourMs } from '#shared/time/instant.ts';
import { paths } from '../state/paths.ts';
import { useNow } from '../state/useNow.ts';
import { useEndedIncidents } from '../state/useIncidents.ts';
import { useIncidentClocks } from '../state/useShownClocks.ts';
import { Left } from '../ui/times.tsx';
import classes from './Overview.module.css';

const soonMs = 24 * hourMs;

/** Follow-ups of resolved incidents that are overdue or due within a day. */
export function FollowUpsDue() {
  const resolved = useEndedIncidents().filter((incident) => incident.status === 'resolved');
  return resolved.map((incident) => <DueOf key={incident.id} incident={incident} />);
}

function DueOf({ incident }: { readonly incident: Incident }) {
  const now = useNow();
  const next = useIncidentClocks(incident).find(
    (clock) => clock.id.startsWith('followUp:') && clock.stoppedAt === null && clock.dueBy < now + soonMs,
  );
  if (next === undefined) return null;
  return (
    <p className={classes['due']}>
      <span>
        Follow-up <strong>{next.label}</strong> of <Link href={paths.incident(incident.id)}>{incident.title}</Link>
      </span>
      <span>
        {now > next.dueBy ? '' : 'due in '}
        <Left by={next.dueBy} />
      </span>
    </p>
  );
}
