import type { Incident } from '../incident/incident.ts';
import { type DeskPatch, rowOf } from './deskPatch.ts';
import type { DeskState } from './deskState.ts';
import type { JournalEvent } from './journalEvent.ts';
import { nextIncident } from './nextIncident.ts';

/** What an event says of incidents; an incident that is not known is left alone. */
export function incidentPatches(state: DeskState, event: JournalEvent): readonly DeskPatch[] {
  if (event.type === 'incident.opened') {
    const id = event.data.incidentId;
    return rowOf(state.incidents, id) ? [] : [{ kind: 'put', table: 'incidents', id, row: openedIncident(event) }];
  }
  const id = incidentIdOf(state, event);
  const incident = id === null ? undefined : rowOf(state.incidents, id);
  if (incident === undefined) return [];
  const row = nextIncident(incident, event, state);
  return row === incident ? [] : [{ kind: 'put', table: 'incidents', id: incident.id, row }];
}

function incidentIdOf(state: DeskState, event: JournalEvent): string | null {
  if (event.type === 'run.ended') return rowOf(state.runs, event.data.runId)?.incidentId ?? null;
  return 'incidentId' in event.data ? event.data.incidentId : null;
}

function openedIncident(event: JournalEvent & { type: 'incident.opened' }): Incident {
  const { incidentId, severityReason: _reason, startedAt, detectedAt, ...kept } = event.data;
  return {
    ...kept,
    id: incidentId,
    severityBy: event.actor === 'person' ? 'person' : 'suggested',
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
