import type { Incident, IncidentStatus } from '../incident/incident.ts';
import { rowOf } from './deskPatch.ts';
import type { DeskState } from './deskState.ts';
import type { JournalEvent } from './journalEvent.ts';

/** The incident after an event that concerns it; unchanged, and the same object, where the event says nothing new. */
export function nextIncident(incident: Incident, event: JournalEvent, state: DeskState): Incident {
  switch (event.type) {
    case 'incident.alertJoined':
      return withAlert(incident, event.data.alertId);
    case 'incident.acknowledged':
      return stamped(incident, { acknowledgedAt: incident.timestamps.acknowledgedAt ?? event.occurredAt });
    case 'incident.severitySet': {
      const severityBy = event.actor === 'person' ? 'person' : 'suggested';
      return { ...incident, severity: event.data.severity, severityBy };
    }
    case 'incident.statusSet':
      return withStatus(incident, event.data.status, event.occurredAt);
    case 'incident.recovered':
      return isOver(incident)
        ? incident
        : { ...withStatus(incident, 'resolved', event.occurredAt), recoveredByItself: true };
    case 'incident.reopened':
      return withAlert(reopened(incident), event.data.alertId);
    case 'incident.causeSet':
      return { ...incident, cause: event.data.text };
    case 'incident.timestampCorrected':
      return stamped(incident, { [event.data.timestamp]: event.data.at });
    case 'incident.stepMarked': {
      const { stepId, state: mark, by, why } = event.data;
      return { ...incident, marks: { ...incident.marks, [stepId]: { state: mark, by, why, at: event.occurredAt } } };
    }
    case 'incident.clockBreached':
      return incident.breached.includes(event.data.clock)
        ? incident
        : { ...incident, breached: [...incident.breached, event.data.clock] };
    case 'message.drafted':
      return { ...incident, drafts: { ...incident.drafts, [event.data.draft.id]: event.data.draft } };
    case 'message.discarded':
      return withoutDraft(incident, event.data.draftId);
    case 'message.sent':
      return withSent(incident, event);
    case 'run.planned':
      return incident.runIds.includes(event.data.runId)
        ? incident
        : { ...incident, runIds: [...incident.runIds, event.data.runId] };
    case 'run.ended':
      return isRemedyOf(state, event) ? mitigated(incident, event.occurredAt) : incident;
    default:
      return incident;
  }
}

function isOver(incident: Incident): boolean {
  return incident.status === 'resolved' || incident.status === 'closed';
}

function isRemedyOf(state: DeskState, event: JournalEvent & { type: 'run.ended' }): boolean {
  const run = rowOf(state.runs, event.data.runId);
  return event.data.outcome.kind === 'succeeded' && run !== undefined && run.plan.effect !== 'reads';
}

function withAlert(incident: Incident, alertId: string | null): Incident {
  return alertId === null || incident.alertIds.includes(alertId)
    ? incident
    : { ...incident, alertIds: [...incident.alertIds, alertId] };
}

function stamped(incident: Incident, stamps: Partial<Incident['timestamps']>): Incident {
  return { ...incident, timestamps: { ...incident.timestamps, ...stamps } };
}

function mitigated(incident: Incident, at: number): Incident {
  return incident.timestamps.mitigatedAt === null ? stamped(incident, { mitigatedAt: at }) : incident;
}

function withStatus(incident: Incident, status: IncidentStatus, at: number): Incident {
  const { mitigatedAt, resolvedAt, closedAt } = incident.timestamps;
  const next = { ...incident, status };
  switch (status) {
    case 'resolved':
      return stamped(next, { mitigatedAt: mitigatedAt ?? at, resolvedAt: resolvedAt ?? at, closedAt: null });
    case 'closed':
      return stamped(next, { resolvedAt: resolvedAt ?? at, closedAt: closedAt ?? at });
    case 'investigating':
    case 'identified':
    case 'resolving':
      return stamped(next, { resolvedAt: null, closedAt: null });
  }
}

/** The outage goes on: it is neither mitigated nor resolved, and its follow-ups will run from the next resolution. */
function reopened(incident: Incident): Incident {
  const breached = incident.breached.filter((clock) => !clock.startsWith('followUp:'));
  const open = { ...incident, status: 'investigating' as const, recoveredByItself: false, breached };
  return stamped(open, { mitigatedAt: null, resolvedAt: null, closedAt: null });
}

function withoutDraft(incident: Incident, draftId: string): Incident {
  if (!Object.hasOwn(incident.drafts, draftId)) return incident;
  const { [draftId]: _discarded, ...drafts } = incident.drafts;
  return { ...incident, drafts };
}

/** A message sent keeps the promise of the one before it and makes its own, so that one may be broken anew. */
function withSent(incident: Incident, event: JournalEvent & { type: 'message.sent' }): Incident {
  const { draftId, templateId, subject, to, via, nextUpdateBy } = event.data;
  const message = { draftId, templateId, subject, to, via, at: event.occurredAt };
  return {
    ...withoutDraft(incident, draftId),
    messages: [...incident.messages, message],
    nextUpdateBy,
    breached: incident.breached.filter((clock) => clock !== 'update'),
  };
}
