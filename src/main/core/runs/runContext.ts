import { type DiagnosisSubject, hostSubject, subjectFrom } from '#shared/diagnosis/subject.ts';
import type { Incident } from '#shared/incident/incident.ts';
import { checkTargets } from '#shared/lab/targets.ts';
import type { Runbook } from '#shared/runbook/runbook.ts';
import { fillText, variableValues } from '#shared/runbook/variables.ts';
import type { RunParts } from './runParts.ts';

/** What a run is about: the runbook in force for it, the values of its variables, and what they name on the host. */
export type RunContext = {
  readonly runbook: Runbook | null;
  readonly values: Readonly<Record<string, string>>;
  readonly subject: DiagnosisSubject;
  /** When the incident started, by the observer's clock; null without one. */
  readonly startedAt: number | null;
};

type About = { readonly incidentId: string | null; readonly serviceId: string | null };

/** The context of a run: an incident keeps the runbook and the values that it opened with. */
export function contextOf(parts: RunParts, { incidentId, serviceId }: About, known: Runbook | null = null): RunContext {
  const incident = incidentId === null ? undefined : parts.journal.state().incidents[incidentId];
  const service = parts.lab().services.find((one) => one.id === serviceId);
  const isOfIncident = incident !== undefined && incident.serviceId === serviceId;
  const given = isOfIncident ? incident.variables : (service?.variables ?? {});
  const kept = incident === undefined ? null : parts.runbooks.byHash(incident.runbookHash);
  const ofService = service?.runbook === undefined ? null : parts.runbooks.get(service.runbook);
  const runbook = known ?? kept?.runbook ?? ofService?.runbook ?? null;
  const values = runbook === null ? given : variableValues(runbook.variables, given);
  const checked =
    service?.checks.find((check) => check.kind === 'systemd-unit')?.unit ??
    (incident === undefined ? undefined : unitOfAlerts(parts, incident));
  const unit = unitFrom(values['unit'] ?? given['unit'], checked, values, runbook);
  const subject = runbook === null ? { ...hostSubject, unit } : subjectFrom(runbook, given, unit);
  return { runbook, values, subject, startedAt: incident?.timestamps.startedAt ?? null };
}

/** The unit that an alert of the incident is about, for hosts whose own checks watch units. */
function unitOfAlerts(parts: RunParts, incident: Incident): string | undefined {
  const { alerts } = parts.journal.state();
  const checkIds = incident.alertIds.flatMap((id) => {
    const source = alerts[id]?.source;
    return source?.kind === 'check' ? [source.checkId] : [];
  });
  const checks = checkTargets(parts.lab()).filter(({ check }) => checkIds.some((id) => id === check.id));
  return checks.flatMap(({ check }) => (check.kind === 'systemd-unit' ? [check.unit] : []))[0];
}

/** The unit by its variable, else by a check; null where the name is none that a command line should see. */
function unitFrom(
  named: string | undefined,
  checked: string | undefined,
  values: Readonly<Record<string, string>>,
  runbook: Runbook | null,
): string | null {
  const filled = checked === undefined ? null : fillText(checked, values, runbook?.variables ?? {});
  const unit = named ?? (filled?.kind === 'filled' ? filled.text : null);
  return unit !== null && /^[A-Za-z0-9:_.\\@][A-Za-z0-9:_.\\@-]*$/.test(unit) ? unit : null;
}
