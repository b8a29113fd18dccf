import { useMemo } from 'react';
import type { Incident } from '#shared/incident/incident.ts';
import { compareIncidents, isRunning } from './incidentOrder.ts';
import { useSnapshot } from './useDesk.ts';

/** Incidents that people work on, most urgent first. */
export function useRunningIncidents(): readonly Incident[] {
  const incidents = useSnapshot((snapshot) => snapshot.desk.incidents);
  return useMemo(() => Object.values(incidents).filter(isRunning).sort(compareIncidents), [incidents]);
}

/** Resolved and closed incidents, newest first. */
export function useEndedIncidents(): readonly Incident[] {
  const incidents = useSnapshot((snapshot) => snapshot.desk.incidents);
  return useMemo(
    () =>
      Object.values(incidents)
        .filter((incident) => !isRunning(incident))
        .sort((one, other) => (other.timestamps.resolvedAt ?? 0) - (one.timestamps.resolvedAt ?? 0)),
    [incidents],
  );
}
