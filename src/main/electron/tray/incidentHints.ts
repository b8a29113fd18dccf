import type { CoreServices } from '#core/rpc/coreServices.ts';
import type { Incident } from '#shared/incident/incident.ts';
import { incidentClocks } from '#shared/incident/incidentClocks.ts';
import { offeredRemedy } from '#shared/incident/offeredRemedy.ts';
import { workCalendar } from '#shared/time/businessDay.ts';
import type { IncidentHints } from './trayMenu.ts';

type Asked = Pick<CoreServices, 'clock' | 'journal' | 'labFolder' | 'runbooks' | 'shellView'>;

/** Reads deadline and remedy of an incident from the runbook that it opened with. */
export function incidentHints(services: Asked): IncidentHints {
  const runbookOf = (incident: Incident) => services.runbooks.byHash(incident.runbookHash)?.runbook ?? null;
  return {
    responseDueBy: (incident) => {
      const runbook = runbookOf(incident);
      if (runbook === null) return null;
      const calendar = workCalendar(services.labFolder.view().lab.settings, services.shellView().timeZone);
      const clocks = incidentClocks(incident, runbook, services.clock.now(), calendar);
      return clocks.find(({ id, stoppedAt }) => id === 'response' && stoppedAt === null)?.dueBy ?? null;
    },
    nextRemedy: (incident) => {
      const runbook = runbookOf(incident);
      return runbook === null ? null : offeredRemedy(runbook, incident, Object.values(services.journal.state().runs));
    },
  };
}
