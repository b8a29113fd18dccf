import { allHostsCause, type RaisedAlert } from '#shared/alert/alert.ts';
import type { JournalEntry } from '#shared/desk/journalEvent.ts';
import type { Incident, Severity } from '#shared/incident/incident.ts';
import { incidentId } from '#shared/incident/incidentId.ts';
import type { RunbookView } from '#shared/rpc/contract.ts';
import type { SeverityLevel } from '#shared/runbook/runbook.ts';
import { type WorkCalendar, nextBusinessDayAt } from '#shared/time/businessDay.ts';
import { minuteMs } from '#shared/time/instant.ts';
import { compactDateTime, timeOfDay } from '#shared/time/zonedTime.ts';
import { impactOf, suggestSeverity } from '#shared/incident/suggestSeverity.ts';
import type { IncidentContext } from './incidentContext.ts';
import { openedNotice } from './incidentNotices.ts';
import type { IncidentsDeps } from './incidentsDeps.ts';

export type NewIncident = {
  readonly title: string;
  readonly severity: Severity;
  readonly severityReason: string;
  readonly causeKey: string | null;
  readonly hostId: string | null;
  readonly serviceId: string | null;
  readonly alertIds: readonly string[];
  readonly startedAt: number;
  /** What the notice says; null where nobody needs to be told. */
  readonly text: string | null;
};

export type Opening = { readonly incidentId: string; readonly entries: readonly JournalEntry[] };

/** What a person's incidents have instead of a cause, until an alert of the same service or host joins. */
export const personCause = 'person:';

/** The opening of an incident, with the runbook kept as it is now, and the notice of it. */
export function openingEntries(deps: IncidentsDeps, context: IncidentContext, incident: NewIncident): Opening {
  const calendar = context.calendar();
  const now = deps.clock.now();
  const { incidents } = deps.journal.state();
  const id = incidentId(now, calendar.timeZone, (taken) => Object.hasOwn(incidents, taken));
  const view = deps.runbookFor(incident.serviceId, incident.hostId);
  const { text, ...kept } = incident;
  const causeKey = incident.causeKey ?? `${personCause}${id}`;
  const opened: JournalEntry = {
    type: 'incident.opened',
    data: {
      ...kept,
      alertIds: [...incident.alertIds],
      incidentId: id,
      causeKey,
      runbookId: view.id,
      runbookHash: deps.documents.keep(view.text),
      variables: variablesOf(deps, view, incident.serviceId),
      detectedAt: now,
      followsIncidentId: lastOfCause(Object.values(incidents), causeKey)?.id ?? null,
    },
  };
  const due = responseDueText(view.runbook.levels, incident.severity, now, calendar);
  const notice = text === null ? [] : [openedNotice({ ...incident, id }, text, due, false)];
  return { incidentId: id, entries: [opened, ...notice] };
}

/** The incident that an alert opens, its start dated back to the first bad result. */
export function incidentOfAlert(
  context: IncidentContext,
  alert: RaisedAlert,
  levels: readonly SeverityLevel[],
): NewIncident {
  const kind = context.checkKindOf(alert);
  const { severity, reason } = suggestSeverity(alert, context.nameOf(alert), levels, kind);
  const isDown = impactOf(alert, kind) === 'down';
  return {
    title: titleOf(context, alert, isDown),
    severity,
    severityReason: reason,
    causeKey: alert.causeKey,
    hostId: alert.hostId,
    serviceId: alert.serviceId,
    alertIds: [alert.id],
    startedAt: alert.problemSinceAt,
    text: alert.text,
  };
}

/** The newest incident of a cause. */
export function lastOfCause(incidents: readonly Incident[], causeKey: string): Incident | undefined {
  return incidents
    .filter((incident) => incident.causeKey === causeKey)
    .reduce<Incident | undefined>(
      (last, other) => (last === undefined || other.timestamps.detectedAt >= last.timestamps.detectedAt ? other : last),
      undefined,
    );
}

/** `by 03:26`, with the date where it is another day; null where the runbook promises no response. */
export function responseDueText(
  levels: readonly SeverityLevel[],
  severity: Severity,
  detectedAt: number,
  calendar: WorkCalendar,
): string | null {
  const response = levels.find(({ rank }) => rank === severity)?.response;
  if (response == null) return null;
  const { timeZone } = calendar;
  if (response.kind === 'within') return `by ${timeOfDay(detectedAt + response.minutes * minuteMs, timeZone)}`;
  const at = nextBusinessDayAt(detectedAt, calendar);
  const date = compactDateTime(at, timeZone);
  return `by ${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6, 8)} ${timeOfDay(at, timeZone)}`;
}

function titleOf(context: IncidentContext, alert: RaisedAlert, isDown: boolean): string {
  if (alert.causeKey === allHostsCause) return 'All hosts are down';
  const host = alert.hostId === null ? null : context.hostName(alert.hostId);
  const service = alert.serviceId === null ? null : context.serviceName(alert.serviceId);
  const on = service !== null && host !== null ? ` on ${host}` : '';
  const what = service ?? host;
  if (what === null) return shortened(alert.text);
  return isDown ? `${what} is down${on}` : shortened(`${what}${on}: ${alert.text}`);
}

function shortened(text: string): string {
  const line = text.split('\n', 1)[0] ?? '';
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}

/** What the service says, over what the runbook gives. */
function variablesOf(deps: IncidentsDeps, view: RunbookView, serviceId: string | null): Record<string, string> {
  const given = Object.entries(view.runbook.variables).flatMap(([name, variable]) =>
    variable.default === undefined ? [] : [[name, variable.default] as const],
  );
  const service = deps.lab().services.find(({ id }) => id === serviceId);
  return { ...Object.fromEntries(given), ...service?.variables };
}
