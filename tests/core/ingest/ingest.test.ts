import { afterEach, beforeEach, expect, it } from 'vitest';
import { createIngest, type Ingest } from '#core/ingest/createIngest.ts';
import type { Alert } from '#shared/alert/alert.ts';
import type { AlertChange } from '#shared/alert/alertChange.ts';
import { createFakeClock } from '#tests/support/fakeClock.ts';

let ingest: Ingest;
let changes: AlertChange[];
let open: Alert[];
/** The journal cannot be written. */
let isFull: boolean;

const quiet = () => undefined;

beforeEach(async () => {
  changes = [];
  open = [];
  isFull = false;
  let ids = 0;
  ingest = await createIngest({
    clock: createFakeClock(),
    logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    address: '127.0.0.1',
    port: 0,
    token: 'right',
    openAlerts: () => open,
    hostOf: (names) => (names.includes('nas') ? 'nas' : null),
    newId: () => `a-${(ids += 1)}`,
    report: (change) => {
      changes.push(change);
      if (isFull) return;
      if (change.kind === 'raised') open.push({ ...change.alert, raisedAt: 0, incidentId: null, ended: null });
      if (change.kind === 'recovered') open = open.filter((alert) => alert.id !== change.alertId);
    },
  });
});

afterEach(async () => {
  await ingest.close();
});

async function post(source: string, body: unknown, token = 'right'): Promise<number> {
  const response = await fetch(`${ingest.url}/ingest/${source}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  await response.text();
  return response.status;
}

const alertmanager = (status: 'firing' | 'resolved', severity = 'critical') => ({
  version: '4',
  status,
  alerts: [
    {
      status,
      fingerprint: 'abc',
      labels: { alertname: 'DiskFull', severity, instance: 'nas:9100' },
      annotations: { summary: '/tank is full' },
      startsAt: '1970-01-01T00:00:00Z',
    },
  ],
});

it('raises an Alertmanager alert on the host that its instance label names, once, until Alertmanager resolves it', async () => {
  expect(await post('alertmanager', alertmanager('firing'))).toBe(200);
  expect(await post('alertmanager', alertmanager('firing'))).toBe(200);
  expect(changes).toMatchObject([
    { kind: 'raised', opensIncident: true, alert: { hostId: 'nas', text: '/tank is full' } },
  ]);
  await post('alertmanager', alertmanager('resolved'));
  expect(changes.at(-1)).toMatchObject({ kind: 'recovered', alertId: 'a-1' });
});

it('opens no incident for a warning, and worsens it when it becomes critical', async () => {
  await post('alertmanager', alertmanager('firing', 'warning'));
  expect(changes).toMatchObject([{ kind: 'raised', opensIncident: false }]);
  await post('alertmanager', alertmanager('firing', 'critical'));
  expect(changes.at(-1)).toMatchObject({ kind: 'worsened', alertId: 'a-1', opensIncident: true });
});

it('raises and recovers with Uptime Kuma, and takes its test message without an alert', async () => {
  const kuma = (status: number) => ({
    msg: 'x',
    heartbeat: { status, msg: 'connect ECONNREFUSED', time: '1970-01-01 00:00:00.000' },
    monitor: { id: 7, name: 'nas', url: 'https://nas.example/' },
  });
  expect(await post('uptime-kuma', { msg: 'Testing', heartbeat: null, monitor: null })).toBe(200);
  await post('uptime-kuma', kuma(2));
  expect(changes).toEqual([]);
  await post('uptime-kuma', kuma(0));
  await post('uptime-kuma', kuma(1));
  expect(changes.map((change) => change.kind)).toEqual(['raised', 'recovered']);
});

it('tells once of a certificate that Uptime Kuma sees running out, since nothing will say that it was renewed', async () => {
  const msg = '[nas][https://nas.lan] server certificate nas.lan will expire in 6 days';
  expect(await post('uptime-kuma', { msg, heartbeat: null, monitor: null })).toBe(200);
  expect(changes).toMatchObject([
    { kind: 'raised', opensIncident: false, alert: { hostId: 'nas', outcome: 'warning', text: msg } },
    { kind: 'retired', alertId: 'a-1' },
  ]);
});

it('warns of alerts that Alertmanager left out, until a message is whole again', async () => {
  const group = { ...alertmanager('firing'), groupKey: '{}:{alertname="DiskFull"}', receiver: 'sitrep' };
  await post('alertmanager', { ...group, truncatedAlerts: 12 });
  expect(changes.at(-1)).toMatchObject({ kind: 'raised', alert: { outcome: 'warning' } });
  expect(JSON.stringify(changes.at(-1))).toContain('left 12 alerts out');
  await post('alertmanager', { ...group, truncatedAlerts: 0 });
  expect(changes.at(-1)).toMatchObject({ kind: 'recovered' });
});

it('reads the whole message that Alertmanager documents', async () => {
  const alert = alertmanager('firing').alerts[0];
  const times = { endsAt: '0001-01-01T00:00:00Z', generatorURL: 'http://prometheus.lan/graph?g0.expr=up' };
  const whole = {
    ...alertmanager('firing'),
    groupKey: '{}/{severity="critical"}:{alertname="DiskFull"}',
    truncatedAlerts: 0,
    receiver: 'sitrep',
    groupLabels: { alertname: 'DiskFull' },
    commonLabels: { alertname: 'DiskFull', severity: 'critical' },
    commonAnnotations: {},
    externalURL: 'http://alertmanager.lan:9093',
    alerts: [
      { ...alert, ...times },
      {
        ...alert,
        ...times,
        fingerprint: 'def',
        labels: { ...alert?.labels, severity: 'warning', instance: 'pi:9100' },
      },
    ],
  };
  expect(await post('alertmanager', whole)).toBe(200);
  expect(changes).toMatchObject([
    { kind: 'raised', opensIncident: true, alert: { hostId: 'nas' } },
    { kind: 'raised', opensIncident: false, alert: { hostId: null, causeKey: 'ingest:alertmanager:def' } },
  ]);
});

it('refuses a wrong token, another path, broken JSON and a foreign message, and changes nothing', async () => {
  expect(await post('alertmanager', alertmanager('firing'), 'wrong')).toBe(401);
  expect(await post('nagios', {})).toBe(404);
  expect(await post('alertmanager', '{')).toBe(400);
  expect(await post('alertmanager', { version: '3' })).toBe(400);
  expect(changes).toEqual([]);
});

it('answers 200 only for what is kept, and a repeat of what was not leads to the same alert', async () => {
  isFull = true;
  expect(await post('alertmanager', alertmanager('firing'))).toBe(503);
  expect(await post('alertmanager', alertmanager('firing'))).toBe(503);
  isFull = false;
  expect(await post('alertmanager', alertmanager('firing'))).toBe(200);
  expect(new Set(changes.map((change) => (change.kind === 'raised' ? change.alert.id : null)))).toEqual(
    new Set(['a-1']),
  );
});
