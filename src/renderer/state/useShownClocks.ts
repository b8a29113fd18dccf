import { useMemo } from 'react';
import type { Incident } from '#shared/incident/incident.ts';
import { type IncidentClock, incidentClocks } from '#shared/incident/incidentClocks.ts';
import { workCalendar } from '#shared/time/businessDay.ts';
import { useSnapshot } from './useDesk.ts';
import { useNow } from './useNow.ts';
import { useRunbookByHash } from './useRunbook.ts';

/** Every clock of an incident; empty until its runbook is here. */
export function useIncidentClocks(incident: Incident): readonly IncidentClock[] {
  const runbook = useRunbookByHash(incident.runbookHash);
  const settings = useSnapshot((snapshot) => snapshot.lab.lab.settings);
  const timeZone = useSnapshot((snapshot) => snapshot.shell.timeZone);
  const now = useNow();
  const calendar = useMemo(() => workCalendar(settings, timeZone), [settings, timeZone]);
  return runbook.kind === 'ready' ? incidentClocks(incident, runbook.value.runbook, now, calendar) : [];
}

/** The promises to people that run now, the next one first; phases show their minutes in the procedure. */
export function useShownClocks(incident: Incident): readonly IncidentClock[] {
  return useIncidentClocks(incident)
    .filter((clock) => clock.stoppedAt === null && !clock.id.startsWith('phase:'))
    .toSorted((one, other) => one.dueBy - other.dueBy);
}
