import type { Alert, RaisedAlert } from '#shared/alert/alert.ts';
import type { AlertChange } from '#shared/alert/alertChange.ts';
import { assertNever } from '#shared/assertNever.ts';
import type { JournalEntry } from '#shared/desk/journalEvent.ts';
import type { Incident } from '#shared/incident/incident.ts';
import { watchPeriodMs } from '#shared/incident/incidentClocks.ts';
import { isOpenStatus, nextStatus } from '#shared/incident/nextStatus.ts';
import { suggestSeverity } from '#shared/incident/suggestSeverity.ts';
import type { IncidentContext } from './incidentContext.ts';
import { alertNotice, openedNotice, worsenedNotice } from './incidentNotices.ts';
import { bySitrep, type IncidentsDeps } from './incidentsDeps.ts';
import { incidentOfAlert, lastOfCause, openingEntries, personCause, responseDueText } from './openingEntries.ts';

/** What an alert leads to; `evidenceFor` is the incident that it opened or reopened. */
type Consequence = { readonly entries: readonly JournalEntry[]; readonly evidenceFor: string | null };

const nothing: Consequence = { entries: [], evidenceFor: null };

/**
 * Journals what sources say of alerts, each together with what follows from it: an incident that opens, one that it
 * joins, one that goes on, or a warning that is only told.
 */
export function alertDesk(deps: IncidentsDeps, context: IncidentContext): (change: AlertChange) => void {
  const { journal } = deps;

  function record(entries: readonly JournalEntry[], { entries: following, evidenceFor }: Consequence): void {
    journal.append([...entries, ...following], bySitrep);
    if (evidenceFor !== null) deps.collectEvidence(evidenceFor);
  }

  return (change) => {
    switch (change.kind) {
      case 'raised': {
        const { alert } = change;
        if (Object.hasOwn(journal.state().alerts, alert.id)) return;
        const follows = alert.muted === undefined ? news(deps, context, alert, change.opensIncident) : nothing;
        record([...replaced(deps, alert), { type: 'alert.raised', data: { alert } }], follows);
        return;
      }
      case 'worsened': {
        const { alertId, outcome, text, muted } = change;
        const known = journal.state().alerts[alertId];
        if (known === undefined || known.ended !== null) return;
        const isNews = change.opensIncident && muted === undefined;
        const follows = isNews ? worse(deps, context, { ...known, outcome, text }) : nothing;
        const data = { alertId, outcome, text, ...(muted === undefined ? {} : { muted }) };
        record([{ type: 'alert.worsened', data }], follows);
        return;
      }
      case 'unmuted': {
        const { alertId, why } = change;
        const known = journal.state().alerts[alertId];
        if (known?.muted === undefined || known.ended !== null) return;
        record([{ type: 'alert.unmuted', data: { alertId, why } }], unmuted(deps, context, known, why));
        return;
      }
      case 'recovered': {
        const { alertId, text } = change;
        const known = journal.state().alerts[alertId];
        if (known === undefined || known.ended !== null) return;
        record([{ type: 'alert.recovered', data: { alertId, text } }], over(context, known, text));
        return;
      }
      case 'retired': {
        const { alertId, why } = change;
        const known = journal.state().alerts[alertId];
        if (known === undefined || known.ended !== null) return;
        record([{ type: 'alert.retired', data: { alertId, why } }], nothing);
        return;
      }
      default:
        assertNever(change);
    }
  };
}

function news(deps: IncidentsDeps, context: IncidentContext, alert: RaisedAlert, opensIncident: boolean): Consequence {
  return opensIncident ? toIncident(deps, context, alert) : told(context, alert);
}

/** What was kept back is told now, unless it had been told in part and became no worse. */
function unmuted(deps: IncidentsDeps, context: IncidentContext, alert: Alert, why: string): Consequence {
  const late = { ...alert, text: `${alert.text} (${why})` };
  if (alert.muted?.opensIncident === true) return worse(deps, context, late);
  return alert.muted?.wasSaid === true ? nothing : told(context, late);
}

/** The open incident of an alert's cause: what a person opened for its service or host counts as well. */
function openIncidentFor(context: IncidentContext, alert: RaisedAlert): Incident | undefined {
  const open = context.incidents().filter(({ status }) => isOpenStatus(status));
  const ofCause = open.find(({ causeKey }) => causeKey === alert.causeKey);
  return ofCause ?? open.find((incident) => isPersonsFor(incident, alert));
}

function isPersonsFor(incident: Incident, alert: RaisedAlert): boolean {
  if (!incident.causeKey.startsWith(personCause)) return false;
  if (alert.serviceId !== null) return incident.serviceId === alert.serviceId;
  return alert.hostId !== null && incident.serviceId === null && incident.hostId === alert.hostId;
}

function toIncident(deps: IncidentsDeps, context: IncidentContext, alert: RaisedAlert): Consequence {
  const open = openIncidentFor(context, alert);
  if (open !== undefined) return { entries: joined(deps, context, open, alert), evidenceFor: null };
  const last = lastOfCause(context.incidents(), alert.causeKey);
  if (last !== undefined && isWatched(last, deps.clock.now())) return again(deps, context, last, alert);
  const { levels } = deps.runbookFor(alert.serviceId, alert.hostId).runbook;
  const opening = openingEntries(deps, context, incidentOfAlert(context, alert, levels));
  return { entries: opening.entries, evidenceFor: opening.incidentId };
}

function isWatched({ status, timestamps }: Incident, now: number): boolean {
  const isReopening = nextStatus(status, { kind: 'sameCauseAgain' }) !== null;
  return isReopening && timestamps.resolvedAt !== null && now - timestamps.resolvedAt <= watchPeriodMs;
}

function joined(
  deps: IncidentsDeps,
  context: IncidentContext,
  incident: Incident,
  alert: RaisedAlert,
): readonly JournalEntry[] {
  const data = { incidentId: incident.id, alertId: alert.id };
  return [
    { type: 'incident.alertJoined', data },
    ...datedBack(deps, incident, alert),
    ...moreSevere(context, incident, alert),
  ];
}

/** An outage began when the first of its alerts did, unless a person has said otherwise. */
function datedBack(deps: IncidentsDeps, incident: Incident, alert: RaisedAlert): readonly JournalEntry[] {
  if (alert.problemSinceAt >= incident.timestamps.startedAt) return [];
  const isPersons = deps.journal
    .eventsOfIncident(incident.id)
    .some(
      (event) =>
        event.type === 'incident.timestampCorrected' &&
        event.actor === 'person' &&
        event.data.timestamp === 'startedAt',
    );
  if (isPersons) return [];
  const reason = `an earlier alert joined: ${alert.text}`;
  const data = { incidentId: incident.id, timestamp: 'startedAt', at: alert.problemSinceAt, reason } as const;
  return [{ type: 'incident.timestampCorrected', data }];
}

/** A suggestion gives way to a graver one; what a person set stays. */
function moreSevere(context: IncidentContext, incident: Incident, alert: RaisedAlert): readonly JournalEntry[] {
  const levels = context.runbookOf(incident)?.levels ?? [];
  const { severity, reason } = suggestSeverity(alert, context.nameOf(alert), levels, context.checkKindOf(alert));
  if (incident.severityBy === 'person' || severity >= incident.severity) return [];
  return [
    { type: 'incident.severitySet', data: { incidentId: incident.id, severity, reason } },
    worsenedNotice({ ...incident, severity }, reason),
  ];
}

function again(deps: IncidentsDeps, context: IncidentContext, incident: Incident, alert: RaisedAlert): Consequence {
  const reason = `the same cause again: ${alert.text}`;
  const levels = context.runbookOf(incident)?.levels ?? [];
  const isAcknowledged = incident.timestamps.acknowledgedAt !== null;
  const due = isAcknowledged
    ? null
    : responseDueText(levels, incident.severity, incident.timestamps.detectedAt, context.calendar());
  return {
    entries: [
      { type: 'incident.reopened', data: { incidentId: incident.id, alertId: alert.id, reason } },
      ...moreSevere(context, incident, alert),
      openedNotice(incident, alert.text, due, true),
    ],
    evidenceFor: incident.id,
  };
}

function worse(deps: IncidentsDeps, context: IncidentContext, alert: Alert): Consequence {
  const own = context.incidents().find(({ id }) => id === alert.incidentId);
  if (own === undefined || !isOpenStatus(own.status)) return toIncident(deps, context, alert);
  return { entries: moreSevere(context, own, alert), evidenceFor: null };
}

/** A source that raises anew for the same check has forgotten its earlier alert, which nobody would ever end. */
function replaced(deps: IncidentsDeps, alert: RaisedAlert): readonly JournalEntry[] {
  const { source } = alert;
  if (source.kind !== 'check') return [];
  return Object.values(deps.journal.state().alerts)
    .filter(({ ended, source: other }) => ended === null && other.kind === 'check' && other.checkId === source.checkId)
    .map(({ id }) => ({ type: 'alert.retired', data: { alertId: id, why: 'the check raised a newer alert' } }));
}

/** Nothing is said of a warning while people are at work on its cause. */
function told(context: IncidentContext, alert: RaisedAlert): Consequence {
  if (openIncidentFor(context, alert) !== undefined) return nothing;
  return {
    entries: [alertNotice(alert, 'warning', `${nameOf(context, alert)}: ${alert.outcome}`, alert.text)],
    evidenceFor: null,
  };
}

function over(context: IncidentContext, alert: Alert, text: string): Consequence {
  const wasNeverSaid = alert.muted?.wasSaid === false;
  const isSilent = wasNeverSaid || alert.incidentId !== null || openIncidentFor(context, alert) !== undefined;
  if (isSilent) return nothing;
  return { entries: [alertNotice(alert, 'recovery', `${nameOf(context, alert)}: ok again`, text)], evidenceFor: null };
}

const nameOf = (context: IncidentContext, alert: RaisedAlert): string => context.nameOf(alert) ?? 'Warning';
