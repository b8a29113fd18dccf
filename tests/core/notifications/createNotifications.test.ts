import { onTestFinished, describe, expect, it } from 'vitest';
import type { Notification } from '#shared/notification/notification.ts';
import { minuteMs } from '#shared/time/instant.ts';
import { createNotifications, type NotificationsDeps } from '#core/notifications/createNotifications.ts';
import type { Notifier } from '#core/ports/ports.ts';
import { manualClock, memoryLogger, temporaryFolder, temporaryStorage } from '../storage/support.ts';

type Answered = Parameters<Notifier['show']>[1];

const outage = {
  level: 'P2',
  title: 'nas is impaired',
  body: 'disk / 99 %',
  incidentId: 'INC-1',
  hostId: 'nas',
  actions: ['acknowledge', 'review'],
} satisfies Omit<Notification, 'id'>;

function setUp(changes: Partial<NotificationsDeps> = {}, folder = temporaryFolder()) {
  const clock = manualClock();
  const { journal, close } = temporaryStorage(clock, folder);
  const shown = new Map<string, Answered>();
  const titles: string[] = [];
  const acknowledged: string[] = [];
  const notifier: Notifier = {
    isNative: true,
    show: (notification, answered) => {
      shown.set(notification.id, answered);
      titles.push(notification.title);
    },
    withdraw: (id) => void shown.delete(id),
  };
  const notifications = createNotifications({
    journal,
    clock,
    notifier,
    logger: memoryLogger(),
    preferences: () => ({ desktopNotifications: true }),
    acknowledge: ({ incidentId }) => void acknowledged.push(incidentId),
    ...changes,
  });
  onTestFinished(notifications.close);
  const record = (id: string) => journal.state().notifications[id];
  return { journal, close, clock, notifications, shown, titles, acknowledged, record };
}

describe('a notification', () => {
  it('is journalled first, then shown, and its delivery journalled', () => {
    const { notifications, shown, record, journal } = setUp();
    const id = notifications.raise(outage);
    expect(shown.has(id)).toBe(true);
    expect(record(id)).toMatchObject({ ...outage, deliveries: [{ channel: 'desktop', error: null }] });
    expect(journal.eventsAfter(0, 9).map(({ type }) => type)).toEqual([
      'notification.raised',
      'notification.delivered',
    ]);
  });

  it('is shown whoever journalled it', () => {
    const { journal, titles } = setUp();
    const notification = { ...outage, id: 'n1' };
    journal.append([{ type: 'notification.raised', data: { notification } }], { actor: 'sitrep', requestId: null });
    expect(titles).toEqual(['nas is impaired']);
  });

  it('acknowledges its incident from the desktop, once, and leaves the desktop', () => {
    const { notifications, shown, acknowledged, record } = setUp();
    const id = notifications.raise(outage);
    const answered = shown.get(id);
    answered?.('acknowledge');
    answered?.('acknowledge');
    expect(acknowledged).toEqual(['INC-1']);
    expect(record(id)?.answeredAt).not.toBeNull();
    expect(shown.size).toBe(0);
  });

  it('takes a second answer without effect, and repeats an acknowledgement that a crash may have cut off', () => {
    const { notifications, acknowledged, journal } = setUp();
    const notificationId = notifications.raise(outage);
    notifications.answer({ notificationId, action: 'acknowledge', requestId: 'r1' });
    const { revision } = journal.state();
    notifications.answer({ notificationId, action: 'acknowledge', requestId: 'r1' });
    notifications.answer({ notificationId, action: 'dismiss', requestId: 'r2' });
    notifications.answer({ notificationId, action: 'acknowledge', requestId: 'r3' });
    expect(journal.state().revision).toBe(revision);
    expect(acknowledged).toEqual(['INC-1', 'INC-1']);
    expect(() => notifications.answer({ notificationId: 'x', action: 'open', requestId: 'r4' })).toThrow(/no such/);
  });

  it('leaves the desktop when its incident was acknowledged elsewhere', () => {
    const { notifications, shown, journal } = setUp();
    notifications.raise(outage);
    journal.append([{ type: 'incident.acknowledged', data: { incidentId: 'INC-1' } }], {
      actor: 'person',
      requestId: 'r1',
    });
    expect(shown.size).toBe(0);
  });

  it('is recorded but not shown while paused, P1 excepted, and shown again after the pause', () => {
    const { notifications, titles, record, clock } = setUp();
    notifications.pause({ requestId: 'r1', minutes: 60 });
    const id = notifications.raise(outage);
    notifications.raise({ ...outage, level: 'P1', title: 'all is lost' });
    expect(titles).toEqual(['all is lost']);
    expect(record(id)?.deliveries).toMatchObject([{ error: 'not shown: notifications are paused' }]);
    clock.advance(60 * minuteMs);
    notifications.raise({ ...outage, title: 'later' });
    notifications.pause({ requestId: 'r2', minutes: 60 });
    notifications.pause({ requestId: 'r3', minutes: 0 });
    notifications.raise({ ...outage, title: 'resumed' });
    expect(titles).toEqual(['all is lost', 'later', 'resumed']);
  });

  it('goes to the channels even where the desktop is off or fails', () => {
    const told: string[] = [];
    const tellChannels = ({ title }: Notification) => void told.push(title);
    const off = setUp({ preferences: () => ({ desktopNotifications: false }), tellChannels });
    const id = off.notifications.raise(outage);
    expect(off.record(id)?.deliveries).toMatchObject([{ error: 'not shown: desktop notifications are off' }]);
    const broken: Notifier = {
      isNative: true,
      show: () => {
        throw new Error('no notification service');
      },
      withdraw: () => undefined,
    };
    const failing = setUp({ notifier: broken, tellChannels });
    const other = failing.notifications.raise(outage);
    expect(failing.record(other)?.deliveries).toMatchObject([{ error: 'no notification service' }]);
    expect(told).toHaveLength(2);
  });

  it('of an earlier process that died before saying it is said at the start', () => {
    const folder = temporaryFolder();
    const first = setUp({}, folder);
    first.notifications.close();
    first.notifications.raise(outage);
    first.close();
    const { notifications, titles } = setUp({}, folder);
    notifications.start();
    notifications.start();
    expect(titles).toEqual(['nas is impaired']);
  });
});
