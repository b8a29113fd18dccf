import type { NotificationAction, OfferedRemedy } from './notification.ts';

const words = { acknowledge: 'Acknowledge', open: 'Open', review: 'Review' } as const;

/** What stands on a button. A remedy is called by its name; with dots where it asks before it does anything. */
export function actionText(action: NotificationAction, remedy: OfferedRemedy | undefined): string {
  if (action !== 'remedy') return words[action];
  return remedy === undefined ? 'Remedy...' : `${remedy.title}${remedy.asks ? '...' : ''}`;
}
