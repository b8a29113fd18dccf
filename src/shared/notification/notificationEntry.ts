import type { JournalEntry } from '../desk/journalEvent.ts';
import type { Notification } from './notification.ts';

/** What is to be said; the id is made when it is journalled. */
export type NotificationInput = Omit<Notification, 'id'>;

/** The entry that says something to the person. Journal it together with its reason; it is delivered from there. */
export function notificationEntry(
  input: NotificationInput,
  id: string,
): JournalEntry & { readonly type: 'notification.raised' } {
  return { type: 'notification.raised', data: { notification: { ...input, id } } };
}
