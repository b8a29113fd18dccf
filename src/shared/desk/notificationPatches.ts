import type { NotificationRecord } from '../notification/notification.ts';
import { type DeskPatch, rowOf } from './deskPatch.ts';
import type { DeskState } from './deskState.ts';
import type { JournalEvent } from './journalEvent.ts';

/** What an event says of notifications and of their pause. */
export function notificationPatches(state: DeskState, event: JournalEvent): readonly DeskPatch[] {
  switch (event.type) {
    case 'notification.raised': {
      const { notification } = event.data;
      const row = { ...notification, raisedAt: event.occurredAt, answeredAt: null, deliveries: [] };
      return rowOf(state.notifications, row.id) ? [] : [{ kind: 'put', table: 'notifications', id: row.id, row }];
    }
    case 'notification.delivered': {
      const { notificationId, delivery } = event.data;
      return changed(state, notificationId, (record) => ({ ...record, deliveries: [...record.deliveries, delivery] }));
    }
    case 'notification.answered':
      return changed(state, event.data.notificationId, (record) => ({
        ...record,
        answeredAt: record.answeredAt ?? event.occurredAt,
      }));
    case 'notifications.paused':
      return [{ kind: 'pausedUntil', at: event.data.untilAt }];
    default:
      return [];
  }
}

function changed(
  state: DeskState,
  id: string,
  change: (record: NotificationRecord) => NotificationRecord,
): readonly DeskPatch[] {
  const record = rowOf(state.notifications, id);
  return record === undefined ? [] : [{ kind: 'put', table: 'notifications', id, row: change(record) }];
}
