import type { CoreServices } from '#core/rpc/coreServices.ts';
import type { Incident } from '#shared/incident/incident.ts';
import { incidentClocks } from '#shared/incident/incidentClocks.ts';
import type { Run } from '#shared/run/run.ts';
import type { Runbook } from '#shared/runbook/runbook.ts';
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
      return runbook === null ? null : suggestedRemedy(runbook, incident, services.journal.state().runs);
    },
  };
}

/** The title of what the newest findings suggest first; null while nothing was found. */
function suggestedRemedy(runbook: Runbook, incident: Incident, runs: Readonly<Record<string, Run>>): string | null {
  const suggestions = incident.runIds
    .flatMap((runId) => runs[runId] ?? [])
    .toSorted((one, other) => other.startedAt - one.startedAt)
    .flatMap(({ findings }) => findings.flatMap(({ suggests }) => suggests));
  const actionId = suggestions[0]?.actionId;
  return runbook.actions.find(({ id }) => id === actionId)?.title ?? null;
}
