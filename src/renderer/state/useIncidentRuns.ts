import { useMemo } from 'react';
import type { Incident } from '#shared/incident/incident.ts';
import type { Run } from '#shared/run/run.ts';
import { useSnapshot } from './useDesk.ts';

/** The runs of an incident, newest first. */
export function useIncidentRuns(incident: Incident): readonly Run[] {
  const runs = useSnapshot((snapshot) => snapshot.desk.runs);
  return useMemo(
    () => incident.runIds.flatMap((id) => runs[id] ?? []).toSorted((one, other) => other.startedAt - one.startedAt),
    [incident.runIds, runs],
  );
}
