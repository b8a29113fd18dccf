import type { Incident } from '#shared/incident/incident.ts';

/** Whether people still work on it. */
export function isRunning(incident: Incident): boolean {
  return incident.status !== 'resolved' && incident.status !== 'closed';
}

/** Orders incidents for working: unacknowledged first, then most severe, then longest open. */
export function compareIncidents(one: Incident, other: Incident): number {
  return (
    Number(one.timestamps.acknowledgedAt !== null) - Number(other.timestamps.acknowledgedAt !== null) ||
    one.severity - other.severity ||
    one.timestamps.detectedAt - other.timestamps.detectedAt
  );
}
