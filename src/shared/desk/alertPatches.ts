import type { Alert } from '../alert/alert.ts';
import { type DeskPatch, rowOf } from './deskPatch.ts';
import type { DeskState } from './deskState.ts';
import type { JournalEvent } from './journalEvent.ts';

type Change = (alert: Alert) => Alert;

/** What an event says of alerts; an alert that is not known is left alone. */
export function alertPatches(state: DeskState, event: JournalEvent): readonly DeskPatch[] {
  switch (event.type) {
    case 'alert.raised': {
      const row: Alert = { ...event.data.alert, raisedAt: event.occurredAt, incidentId: null, ended: null };
      return rowOf(state.alerts, row.id) ? [] : [{ kind: 'put', table: 'alerts', id: row.id, row }];
    }
    case 'alert.worsened': {
      const { outcome, text } = event.data;
      return changed(state, [event.data.alertId], (alert) => ({ ...alert, outcome, text }));
    }
    case 'alert.recovered':
      return changed(state, [event.data.alertId], ended('recovered', event.occurredAt, event.data.text));
    case 'alert.retired':
      return changed(state, [event.data.alertId], ended('retired', event.occurredAt, event.data.why));
    case 'incident.opened':
      return changed(state, event.data.alertIds, belongsTo(event.data.incidentId));
    case 'incident.alertJoined':
      return changed(state, [event.data.alertId], belongsTo(event.data.incidentId));
    case 'incident.reopened':
      return event.data.alertId === null ? [] : changed(state, [event.data.alertId], belongsTo(event.data.incidentId));
    default:
      return [];
  }
}

function changed(state: DeskState, ids: readonly string[], change: Change): readonly DeskPatch[] {
  return ids.flatMap((id): readonly DeskPatch[] => {
    const alert = rowOf(state.alerts, id);
    return alert === undefined ? [] : [{ kind: 'put', table: 'alerts', id, row: change(alert) }];
  });
}

/** An alert ends once; what is said of it afterwards changes nothing. */
function ended(kind: 'recovered' | 'retired', at: number, text: string): Change {
  return (alert) => (alert.ended === null ? { ...alert, ended: { kind, at, text } } : alert);
}

function belongsTo(incidentId: string): Change {
  return (alert) => ({ ...alert, incidentId });
}
