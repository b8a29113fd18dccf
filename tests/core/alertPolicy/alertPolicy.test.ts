import { fc } from '#tests/support/fastCheck.ts';
import { beforeEach, expect, it } from 'vitest';
import { createAlertPolicy, type AlertPolicy } from '#core/alertPolicy/createAlertPolicy.ts';
import type { Alert, RaisedAlert } from '#shared/alert/alert.ts';
import type { AlertChange } from '#shared/alert/alertChange.ts';
import { createFakeClock } from '#tests/support/fakeClock.ts';

const raised: RaisedAlert = {
  id: 'a-1',
  source: { kind: 'check', checkId: 'nas-disk', checkRevision: 'r' },
  hostId: 'nas',
  serviceId: null,
  outcome: 'critical',
  text: 'disk is full',
  problemSinceAt: 0,
  causeKey: 'host:nas',
};

let clock: ReturnType<typeof createFakeClock>;
let mutedUntil: number;
let isSeen: boolean;
let alerts: Map<string, Alert>;
let forwarded: AlertChange[];
let policy: AlertPolicy;

beforeEach(() => {
  clock = createFakeClock();
  mutedUntil = 0;
  isSeen = true;
  alerts = new Map();
  forwarded = [];
  policy = createAlertPolicy({
    clock,
    mutingOf: () => (clock.now() < mutedUntil ? { by: 'maintenance updates', untilAt: mutedUntil } : null),
    openAlerts: () => [...alerts.values()],
    isSeenNow: () => isSeen,
    forward: (change) => {
      forwarded.push(change);
      take(change);
    },
  });
});

/** As the journal would. */
function take(change: AlertChange): void {
  if (change.kind === 'raised') {
    alerts.set(change.alert.id, { ...change.alert, raisedAt: clock.now(), incidentId: null, ended: null });
    return;
  }
  const known = alerts.get(change.alertId);
  if (known === undefined) return;
  if (change.kind === 'recovered' || change.kind === 'retired') alerts.delete(change.alertId);
  else if (change.kind === 'worsened') alerts.set(known.id, { ...known, ...(change.muted && { muted: change.muted }) });
  else {
    const { muted: _muted, ...rest } = known;
    alerts.set(known.id, rest);
  }
}

const raise = (): void => policy.report({ kind: 'raised', alert: raised, opensIncident: true });
const muteFor = (ms: number): void => void (mutedUntil = clock.now() + ms);

it('passes on what nothing mutes', () => {
  raise();
  expect(forwarded).toEqual([{ kind: 'raised', alert: raised, opensIncident: true }]);
});

it('tells a problem that outlasts the maintenance when that ends, once', () => {
  muteFor(600_000);
  raise();
  expect(forwarded).toMatchObject([{ kind: 'raised', alert: { muted: { opensIncident: true, wasSaid: false } } }]);
  clock.advance(599_000);
  expect(forwarded).toHaveLength(1);
  clock.advance(600_000);
  expect(forwarded.slice(1)).toEqual([{ kind: 'unmuted', alertId: 'a-1', why: 'maintenance updates is over' }]);
});

it('says nothing at the end of maintenance of what is not seen right now, until it is seen', () => {
  muteFor(60_000);
  raise();
  isSeen = false;
  clock.advance(300_000);
  expect(forwarded).toHaveLength(1);
  isSeen = true;
  clock.advance(10_000);
  expect(forwarded.at(-1)?.kind).toBe('unmuted');
});

it('lets a recovery pass and forgets what was muted', () => {
  muteFor(60_000);
  raise();
  policy.report({ kind: 'recovered', alertId: 'a-1', text: 'ok' });
  expect(forwarded.at(-1)).toEqual({ kind: 'recovered', alertId: 'a-1', text: 'ok' });
  clock.advance(600_000);
  expect(forwarded).toHaveLength(2);
});

it('remembers that a milder state was told before the silence', () => {
  raise();
  muteFor(60_000);
  policy.report({ kind: 'worsened', alertId: 'a-1', outcome: 'critical', text: 'worse', opensIncident: true });
  expect(forwarded.at(-1)).toMatchObject({ muted: { wasSaid: true, opensIncident: true } });
});

it('tells at once when a silence is taken away', () => {
  muteFor(3_600_000);
  raise();
  mutedUntil = 0;
  policy.review();
  expect(forwarded.at(-1)?.kind).toBe('unmuted');
});

it('never mutes a recovery, and tells every problem that lasts, whatever happens in between', () => {
  const steps = fc.array(fc.constantFrom('raise', 'recover', 'mute', 'unmute', 'wait'), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(steps, (names) => {
      alerts.clear();
      forwarded.length = 0;
      mutedUntil = 0;
      const recoveries = { seen: 0, passed: 0 };
      for (const name of names) {
        if (name === 'raise' && alerts.size === 0) raise();
        if (name === 'recover' && alerts.size > 0) {
          policy.report({ kind: 'recovered', alertId: 'a-1', text: 'ok' });
          recoveries.seen += 1;
          recoveries.passed += forwarded.at(-1)?.kind === 'recovered' ? 1 : 0;
        }
        if (name === 'mute') muteFor(60_000);
        if (name === 'unmute') mutedUntil = 0;
        if (name === 'wait') clock.advance(30_000);
      }
      clock.advance(600_000);
      expect(recoveries.passed).toBe(recoveries.seen);
      expect([...alerts.values()].every(({ muted }) => muted === undefined)).toBe(true);
    }),
  );
});
