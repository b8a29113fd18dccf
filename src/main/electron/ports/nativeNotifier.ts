import type { NotificationConstructorOptions } from 'electron';
import type { Notifier } from '#core/ports/ports.ts';
import { actionText } from '#shared/notification/actionText.ts';
import type { Notification, NotificationAction } from '#shared/notification/notification.ts';

/** What is used of Electron's notification. */
export type ShellNotification = {
  on(event: 'click', listener: () => void): unknown;
  on(event: 'action', listener: (details: { readonly actionIndex: number }) => void): unknown;
  on(event: 'close', listener: (details: { readonly reason?: string | undefined }) => void): unknown;
  show(): void;
  close(): void;
};

const urgentLevels: ReadonlySet<Notification['level']> = new Set(['P1', 'P2']);

/**
 * Notifications of the desktop, with buttons where the platform shows them; a click counts as `open`. What opens or
 * reviews brings the window to the front, and so does the button of a remedy once it is answered, where the remedy waits
 * for more than a click. Only a person's own closing counts as dismissed.
 */
export function nativeNotifier(
  make: (options: NotificationConstructorOptions) => ShellNotification,
  isSupported: boolean,
  bringUp: (notification: Notification) => void,
  bringUpAsking: (notification: Notification) => void,
): Notifier {
  const shown = new Map<string, ShellNotification>();
  return {
    isNative: isSupported,
    show: (notification, answered) => {
      if (!isSupported) return;
      shown.get(notification.id)?.close();
      const native = make(optionsOf(notification));
      // The platform keeps no reference: without this one the buttons would stop working.
      shown.set(notification.id, native);
      const answer = (action: NotificationAction | 'dismiss') => {
        if (!shown.delete(notification.id)) return;
        if (action === 'open' || action === 'review') bringUp(notification);
        answered(action);
        if (action === 'remedy') bringUpAsking(notification);
      };
      native.on('click', () => answer('open'));
      native.on('action', ({ actionIndex }) => answer(notification.actions[actionIndex] ?? 'open'));
      native.on('close', ({ reason }) => {
        if (reason === 'userCanceled') answer('dismiss');
      });
      native.show();
    },
    withdraw: (notificationId) => {
      const native = shown.get(notificationId);
      shown.delete(notificationId);
      native?.close();
    },
  };
}

function optionsOf(notification: Notification): NotificationConstructorOptions {
  const isUrgent = urgentLevels.has(notification.level);
  return {
    title: notification.title,
    body: notification.body,
    urgency: isUrgent ? 'critical' : 'normal',
    timeoutType: isUrgent ? 'never' : 'default',
    silent: notification.level === 'recovery' || notification.level === 'info',
    actions: notification.actions.map((action) => ({ type: 'button', text: actionText(action, notification.remedy) })),
  };
}
