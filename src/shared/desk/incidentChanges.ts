import { assertNever } from '../assertNever.ts';
import type { Incident, IncidentStatus } from '../incident/incident.ts';
import type { EventOf } from './deskPatch.ts';

/** Whether the outage is over, follow-ups or not. */
export function isOver(incident: Incident): boolean {
  return incident.status === 'resolved' || incident.status === 'closed';
}

/** With the alert among its own, once. */
export function withAlert(incident: Incident, alertId: string | null): Incident {
  return alertId === null || incident.alertIds.includes(alertId)
    ? incident
    : { ...incident, alertIds: [...incident.alertIds, alertId] };
}

/** With some of its timestamps set. */
export function stamped(incident: Incident, stamps: Partial<Incident['timestamps']>): Incident {
  return { ...incident, timestamps: { ...incident.timestamps, ...stamps } };
}

/** Mitigated at the instant, unless it was before. */
export function mitigated(incident: Incident, at: number): Incident {
  return incident.timestamps.mitigatedAt === null ? stamped(incident, { mitigatedAt: at }) : incident;
}

/** In the status, with the timestamps that the status brings; the first instant of each stays. */
export function withStatus(incident: Incident, status: IncidentStatus, at: number): Incident {
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
    default:
      return assertNever(status);
  }
}

/** The outage goes on: it is neither mitigated nor resolved, and its follow-ups will run from the next resolution. */
export function reopened(incident: Incident): Incident {
  const breached = incident.breached.filter((clock) => !clock.startsWith('followUp:'));
  const open = { ...incident, status: 'investigating' as const, recoveredByItself: false, breached };
  return stamped(open, { mitigatedAt: null, resolvedAt: null, closedAt: null });
}

/** Without the draft. */
export function withoutDraft(incident: Incident, draftId: string): Incident {
  if (!Object.hasOwn(incident.drafts, draftId)) return incident;
  const { [draftId]: _discarded, ...drafts } = incident.drafts;
  return { ...incident, drafts };
}

/** A message sent keeps the promise of the one before it and makes its own, so that one may be broken anew. */
export function withSent(incident: Incident, { data, occurredAt }: EventOf<'message.sent'>): Incident {
  const { draftId, templateId, subject, to, via, nextUpdateBy } = data;
  return {
    ...withoutDraft(incident, draftId),
    messages: [...incident.messages, { draftId, templateId, subject, to, via, at: occurredAt }],
    nextUpdateBy,
    breached: incident.breached.filter((clock) => clock !== 'update'),
  };
}
