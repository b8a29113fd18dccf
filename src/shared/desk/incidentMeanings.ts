import type { Incident } from '../incident/incident.ts';
import { type DeskPatch, type EventOf, type Meanings, rowOf } from './deskPatch.ts';
import type { DeskState } from './deskState.ts';
import {
  isOver,
  mitigated,
  reopened,
  stamped,
  withAlert,
  withoutDraft,
  withSent,
  withStatus,
} from './incidentChanges.ts';

/** What events say of incidents; an incident that is not known is left alone. */
export const incidentMeanings = {
  'incident.opened': (state, event) => {
    const id = event.data.incidentId;
    return rowOf(state.incidents, id) ? [] : [{ kind: 'put', table: 'incidents', id, row: openedIncident(event) }];
  },
  'incident.alertJoined': (state, { data }) =>
    changed(state, data.incidentId, (incident) => withAlert(incident, data.alertId)),
  'incident.acknowledged': (state, { data, occurredAt }) =>
    changed(state, data.incidentId, (incident) =>
      stamped(incident, { acknowledgedAt: incident.timestamps.acknowledgedAt ?? occurredAt }),
    ),
  'incident.severitySet': (state, { data, actor }) =>
    changed(state, data.incidentId, (incident) => ({
      ...incident,
      severity: data.severity,
      severityBy: actor === 'person' ? 'person' : 'suggested',
    })),
  'incident.statusSet': (state, { data, occurredAt }) =>
    changed(state, data.incidentId, (incident) => withStatus(incident, data.status, occurredAt)),
  'incident.recovered': (state, { data, occurredAt }) =>
    changed(state, data.incidentId, (incident) =>
      isOver(incident) ? incident : { ...withStatus(incident, 'resolved', occurredAt), recoveredByItself: true },
    ),
  'incident.reopened': (state, { data }) =>
    changed(state, data.incidentId, (incident) => withAlert(reopened(incident), data.alertId)),
  'incident.causeSet': (state, { data }) =>
    changed(state, data.incidentId, (incident) => ({ ...incident, cause: data.text })),
  'incident.timestampCorrected': (state, { data }) =>
    changed(state, data.incidentId, (incident) => stamped(incident, { [data.timestamp]: data.at })),
  'incident.stepMarked': (state, { data: { incidentId, stepId, ...mark }, occurredAt }) =>
    changed(state, incidentId, (incident) => ({
      ...incident,
      marks: { ...incident.marks, [stepId]: { ...mark, at: occurredAt } },
    })),
  'incident.clockBreached': (state, { data }) =>
    changed(state, data.incidentId, (incident) => ({
      ...incident,
      breached: [...new Set([...incident.breached, data.clock])],
    })),
  'message.drafted': (state, { data: { incidentId, draft } }) =>
    changed(state, incidentId, (incident) => ({ ...incident, drafts: { ...incident.drafts, [draft.id]: draft } })),
  'message.discarded': (state, { data }) =>
    changed(state, data.incidentId, (incident) => withoutDraft(incident, data.draftId)),
  'message.sent': (state, event) => changed(state, event.data.incidentId, (incident) => withSent(incident, event)),
  'run.planned': (state, { data }) =>
    changed(state, data.incidentId, (incident) => ({
      ...incident,
      runIds: [...new Set([...incident.runIds, data.runId])],
    })),
  'run.ended': (state, { data, occurredAt }) => {
    const run = rowOf(state.runs, data.runId);
    if (run === undefined || run.plan.effect === 'reads' || data.outcome.kind !== 'succeeded') return [];
    return changed(state, run.incidentId, (incident) => mitigated(incident, occurredAt));
  },
} satisfies Meanings;

function changed(state: DeskState, id: string | null, change: (incident: Incident) => Incident): readonly DeskPatch[] {
  const incident = id === null ? undefined : rowOf(state.incidents, id);
  if (incident === undefined) return [];
  return [{ kind: 'put', table: 'incidents', id: incident.id, row: change(incident) }];
}

function openedIncident({ data, actor }: EventOf<'incident.opened'>): Incident {
  const { incidentId, severityReason: _reason, startedAt, detectedAt, ...kept } = data;
  return {
    ...kept,
    id: incidentId,
    severityBy: actor === 'person' ? 'person' : 'suggested',
    status: 'investigating',
    timestamps: { startedAt, detectedAt, acknowledgedAt: null, mitigatedAt: null, resolvedAt: null, closedAt: null },
    marks: {},
    runIds: [],
    messages: [],
    drafts: {},
    cause: null,
    nextUpdateBy: null,
    breached: [],
    recoveredByItself: false,
  };
}
