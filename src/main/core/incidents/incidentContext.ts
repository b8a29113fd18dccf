import type { Alert } from '#shared/alert/alert.ts';
import type { CheckKind } from '#shared/check/checkDefinition.ts';
import type { Incident } from '#shared/incident/incident.ts';
import type { LabFile } from '#shared/lab/labFile.ts';
import { checkTargets } from '#shared/lab/targets.ts';
import type { Run } from '#shared/run/run.ts';
import type { Runbook } from '#shared/runbook/runbook.ts';
import { type WorkCalendar, workCalendar } from '#shared/time/businessDay.ts';
import type { IncidentsDeps } from './incidentsDeps.ts';

/** Looks up what belongs to an incident or an alert. */
export type IncidentContext = {
  readonly incidents: () => readonly Incident[];
  readonly runsOf: (incident: Incident) => readonly Run[];
  readonly alertsOf: (incident: Incident) => readonly Alert[];
  /** The runbook that the incident opened with, or null when it cannot be read any more. */
  readonly runbookOf: (incident: Incident) => Runbook | null;
  readonly calendar: () => WorkCalendar;
  /** Null for what does not come from a check of the lab. */
  readonly checkKindOf: (alert: Pick<Alert, 'source'>) => CheckKind | null;
  /** As the lab calls them, or by their ids. */
  readonly serviceName: (serviceId: string) => string;
  readonly hostName: (hostId: string) => string;
  /** The service, or else the host, by its name; null where there is neither. */
  readonly nameOf: (concerned: Pick<Alert, 'serviceId' | 'hostId'>) => string | null;
};

export function incidentContext(
  deps: Pick<IncidentsDeps, 'journal' | 'lab' | 'runbookByHash' | 'timeZone'>,
): IncidentContext {
  const { journal, lab } = deps;
  // A hash always means the same text, so what was parsed once stays true.
  const parsed = new Map<string, Runbook>();
  const serviceName = (serviceId: string) => lab().services.find(({ id }) => id === serviceId)?.name ?? serviceId;
  const hostName = (hostId: string) => lab().hosts.find(({ id }) => id === hostId)?.name ?? hostId;
  return {
    incidents: () => Object.values(journal.state().incidents),
    runsOf: (incident) => {
      const { runs } = journal.state();
      return incident.runIds.map((id) => runs[id]).filter((run) => run !== undefined);
    },
    alertsOf: (incident) => {
      const { alerts } = journal.state();
      return incident.alertIds.map((id) => alerts[id]).filter((alert) => alert !== undefined);
    },
    runbookOf: ({ runbookHash }) => {
      const runbook = parsed.get(runbookHash) ?? deps.runbookByHash(runbookHash)?.runbook ?? null;
      if (runbook !== null) parsed.set(runbookHash, runbook);
      return runbook;
    },
    calendar: () => workCalendar(lab().settings, deps.timeZone),
    checkKindOf: ({ source }) => (source.kind === 'check' ? kindOfCheck(lab(), source.checkId) : null),
    serviceName,
    hostName,
    nameOf: ({ serviceId, hostId }) => {
      if (serviceId !== null) return serviceName(serviceId);
      return hostId === null ? null : hostName(hostId);
    },
  };
}

function kindOfCheck(lab: LabFile, checkId: string): CheckKind | null {
  return checkTargets(lab).find(({ check }) => check.id === checkId)?.check.kind ?? null;
}
