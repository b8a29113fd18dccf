import { afterEach, beforeEach, expect, it } from 'vitest';
import { createHeartbeat, type HeartbeatSender } from '#core/channels/createHeartbeat.ts';
import { isObserving } from '#core/channels/isObserving.ts';
import { newCheck } from '#shared/check/trackedCheck.ts';
import type { Heartbeat } from '#shared/channel/channelDefinition.ts';
import { createFakeClock } from '#tests/support/fakeClock.ts';
import { startReceiver, type Receiver } from './receiver.ts';
import { eventually } from '#tests/support/eventually.ts';

let receiver: Receiver;
let clock: ReturnType<typeof createFakeClock>;
let wanted: Heartbeat | null;
let isSeeing: boolean;
let sender: HeartbeatSender | null;
let logged: string[];

beforeEach(async () => {
  receiver = await startReceiver();
  clock = createFakeClock();
  isSeeing = true;
  wanted = { url: `${receiver.url}/push/hunter2`, every: 30 };
  sender = null;
  logged = [];
});

afterEach(async () => {
  sender?.close();
  await receiver.close();
});

function start(): HeartbeatSender {
  const note = (message: string, fields?: object) => void logged.push(`${message} ${JSON.stringify(fields ?? {})}`);
  const logger = { debug: note, info: note, warn: note, error: note };
  sender = createHeartbeat({ clock, logger, heartbeat: () => wanted, isObserving: () => isSeeing });
  return sender;
}

it('gives a sign of life at its rhythm, but none while nothing is observed', async () => {
  start();
  await eventually(() => expect(receiver.received).toHaveLength(1));
  expect(receiver.received[0]).toMatchObject({ method: 'GET', path: '/push/hunter2' });
  isSeeing = false;
  clock.advance(60_000);
  isSeeing = true;
  clock.advance(30_000);
  await eventually(() => expect(receiver.received).toHaveLength(2));
});

it('follows the lab: a new address holds at once, none ends it', async () => {
  const heartbeat = start();
  await eventually(() => expect(receiver.received).toHaveLength(1));
  wanted = { url: `${receiver.url}/other` };
  heartbeat.review();
  await eventually(() => expect(receiver.received.at(-1)?.path).toBe('/other'));
  wanted = null;
  heartbeat.review();
  clock.advance(600_000);
  expect(receiver.received).toHaveLength(2);
});

it('logs a watchdog that does not answer once, without its secret address', async () => {
  receiver.status = 404;
  start();
  await eventually(() => expect(logged).toHaveLength(1));
  clock.advance(30_000);
  await eventually(() => expect(receiver.received).toHaveLength(2));
  expect(logged.join()).not.toContain('hunter2');
});

it('counts as observing only with a healthy side of our own and a fresh answer', () => {
  const fresh = {
    ...newCheck('nas-disk', 'r', 0).state,
    phase: { kind: 'ok', sinceAt: 0 } as const,
    last: { outcome: 'ok', text: '', values: [], observedAt: 1_000, tookMs: 1 } as const,
  };
  const host = {
    hostId: 'nas',
    connection: { kind: 'idle' } as const,
    checks: [{ ...fresh, last: { ...fresh.last, values: [] } }],
  };
  expect(isObserving({ observer: { kind: 'healthy' }, hosts: [host] }, 2_000)).toBe(true);
  expect(isObserving({ observer: { kind: 'healthy' }, hosts: [host] }, 400_000)).toBe(false);
  expect(isObserving({ observer: { kind: 'resuming', sinceAt: 0 }, hosts: [host] }, 2_000)).toBe(false);
  expect(isObserving({ observer: { kind: 'healthy' }, hosts: [] }, 2_000)).toBe(false);
});
