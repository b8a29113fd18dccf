import { onTestFinished, describe, expect, it } from 'vitest';
import type { Notification } from '#shared/notification/notification.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import { readRunbook } from '#shared/runbook/readRunbook.ts';
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

describe('the remedy of a notification', () => {
  const runbook = readRunbook(`---
name: test
---

# Test

## Remedies

\`\`\`sh {#restart effect=changes consent=click}
# Restart it
systemctl restart photos
\`\`\`
`);
  const at = { actor: 'sitrep', requestId: null } as const;

  function withRemedy(start: NonNullable<NotificationsDeps['remedies']>['start']) {
    const desk = setUp({ remedies: { runbookByHash: () => runbook, start } });
    const { journal } = desk;
    const plan = { title: 'Evidence', effect: 'reads', consent: 'none', verification: null, resource: 'none' } as const;
    const wayBack = { kind: 'none', why: 'It only looks.' } as const;
    const steps = [{ title: '', command: 'true', cwd: null, timeoutMs: 1 }];
    const runOf = (runId: string, changes: object = {}) => ({
      runId,
      incidentId: 'INC-1',
      hostId: 'nas',
      serviceId: null,
      subject: { kind: 'evidence' as const },
      plan: { ...plan, wayBack, steps, ...changes },
    });
    journal.append(
      [
        {
          type: 'incident.opened',
          data: {
            incidentId: 'INC-1',
            title: 'nas is impaired',
            severity: 2,
            severityReason: '',
            causeKey: 'nas',
            hostId: 'nas',
            serviceId: null,
            alertIds: [],
            runbookId: 'test',
            runbookHash: 'hash',
            variables: {},
            startedAt: 0,
            detectedAt: 0,
            followsIncidentId: null,
          },
        },
      ],
      at,
    );
    const id = desk.notifications.raise(outage);
    const suggests = [{ actionId: 'restart', reason: 'it helps' }];
    const finding = { id: 'unit', severity: 'critical', text: 'unit photos failed', proof: '', suggests } as const;
    journal.append([{ type: 'run.planned', data: runOf('r1') }], at);
    journal.append([{ type: 'run.found', data: { runId: 'r1', findings: [finding], standing: ['unit'] } }], at);
    const offeredEarly = journal.state().notifications[id]?.remedy;
    journal.append([{ type: 'run.ended', data: { runId: 'r1', outcome: { kind: 'succeeded', text: '' } } }], at);
    return { ...desk, id, runOf, offeredEarly };
  }

  it('comes to the one that is shown once a look has ended whose findings suggest it, and nobody is called a second time', () => {
    const { record, id, titles, journal, offeredEarly } = withRemedy(() => 'r2');
    expect(offeredEarly).toBeUndefined();
    expect(record(id)).toMatchObject({
      actions: ['acknowledge', 'remedy', 'review'],
      remedy: { actionId: 'restart', title: 'Restart it', asks: false },
    });
    expect(titles).toEqual(['nas is impaired', 'nas is impaired']);
    expect(Object.keys(journal.state().notifications)).toEqual([id]);
  });

  it('is started by its button, which takes the incident up, and its end is said', () => {
    const asked: string[] = [];
    const { notifications, id, acknowledged, journal, runOf, titles } = withRemedy(({ incidentId, actionId }) => {
      asked.push(`${incidentId} ${actionId}`);
      return 'r2';
    });
    const request = { notificationId: id, action: 'remedy', requestId: 'q1' } as const;
    expect(notifications.answer(request)).toBe('r2');
    expect(asked).toEqual(['INC-1 restart']);
    expect(acknowledged).toEqual(['INC-1']);
    const planned = runOf('r2', { title: 'Restart it', effect: 'changes', consent: 'click' });
    journal.append([{ type: 'run.planned', data: { ...planned, clicked: true } }], at);
    const outcome = { kind: 'unknown', text: 'connection lost' } as const;
    journal.append([{ type: 'run.ended', data: { runId: 'r2', outcome } }], at);
    expect(titles.at(-1)).toBe('Restart it: nobody knows how it ended, look first');
  });

  it('says why nothing happened where the core refuses to start it', () => {
    const { shown, id, journal } = withRemedy(() => {
      throw new RequestError('CONFLICT', '"Restart it" is running on nas', 'Wait until it has ended, or stop it.');
    });
    shown.get(id)?.('remedy');
    expect(Object.values(journal.state().notifications).at(-1)).toMatchObject({
      title: 'The remedy was not started',
      body: '"Restart it" is running on nas. Wait until it has ended, or stop it.',
    });
  });
});
