import type { Alert } from '../alert/alert.ts';
import { type DeskPatch, type Meanings, rowOf } from './deskPatch.ts';
import type { DeskState } from './deskState.ts';

type Change = (alert: Alert) => Alert;

/** What events say of alerts; an alert that is not known is left alone. */
export const alertMeanings = {
  'alert.raised': (state, { data, occurredAt }) => {
    const row: Alert = { ...data.alert, raisedAt: occurredAt, incidentId: null, ended: null };
    return rowOf(state.alerts, row.id) ? [] : [{ kind: 'put', table: 'alerts', id: row.id, row }];
  },
  'alert.worsened': (state, { data: { alertId, outcome, text, muted } }) =>
    changed(state, [alertId], (alert) => ({ ...alert, outcome, text, ...(muted === undefined ? {} : { muted }) })),
  'alert.unmuted': (state, { data }) => changed(state, [data.alertId], ({ muted: _muted, ...alert }) => alert),
  'alert.recovered': (state, { data, occurredAt }) =>
    changed(state, [data.alertId], ended('recovered', occurredAt, data.text)),
  'alert.retired': (state, { data, occurredAt }) =>
    changed(state, [data.alertId], ended('retired', occurredAt, data.why)),
  'incident.opened': (state, { data }) => changed(state, data.alertIds, belongsTo(data.incidentId)),
  'incident.alertJoined': (state, { data }) => changed(state, [data.alertId], belongsTo(data.incidentId)),
  'incident.reopened': (state, { data }) =>
    data.alertId === null ? [] : changed(state, [data.alertId], belongsTo(data.incidentId)),
} satisfies Meanings;

function changed(state: DeskState, ids: readonly string[], change: Change): readonly DeskPatch[] {
  return [...new Set(ids)].flatMap((id): readonly DeskPatch[] => {
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
