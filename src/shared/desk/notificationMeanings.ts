import type { NotificationRecord } from '../notification/notification.ts';
import { type DeskPatch, type Meanings, rowOf } from './deskPatch.ts';
import type { DeskState } from './deskState.ts';

/** What events say of notifications and of their pause. */
export const notificationMeanings = {
  'notification.raised': (state, { data, occurredAt }) => {
    const row = { ...data.notification, raisedAt: occurredAt, answeredAt: null, deliveries: [] };
    return rowOf(state.notifications, row.id) ? [] : [{ kind: 'put', table: 'notifications', id: row.id, row }];
  },
  'notification.delivered': (state, { data: { notificationId, delivery } }) =>
    changed(state, notificationId, (record) => ({ ...record, deliveries: [...record.deliveries, delivery] })),
  'notification.remedyOffered': (state, { data: { notificationId, remedy } }) =>
    changed(state, notificationId, (record) => ({ ...record, remedy, actions: withRemedy(record.actions) })),
  'notification.answered': (state, { data, occurredAt }) =>
    changed(state, data.notificationId, (record) => ({ ...record, answeredAt: record.answeredAt ?? occurredAt })),
  'notifications.paused': (_state, { data }) => [{ kind: 'pausedUntil', at: data.untilAt }],
} satisfies Meanings;

/** The remedy stands before what only opens the window. */
function withRemedy(actions: NotificationRecord['actions']): NotificationRecord['actions'] {
  if (actions.includes('remedy')) return actions;
  const at = actions.includes('acknowledge') ? 1 : 0;
  return actions.toSpliced(at, 0, 'remedy');
}

function changed(
  state: DeskState,
  id: string,
  change: (record: NotificationRecord) => NotificationRecord,
): readonly DeskPatch[] {
  const record = rowOf(state.notifications, id);
  return record === undefined ? [] : [{ kind: 'put', table: 'notifications', id, row: change(record) }];
}
