import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { call } from '@orpc/server';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCore } from '#core/createCore.ts';
import { memoryVault } from '#core/ports/memoryVault.ts';
import { systemClock } from '#core/ports/systemClock.ts';
import type { Core } from '#core/rpc/core.ts';
import { startNtfyServer, type NtfyServer } from './channels/ntfyServer.ts';
import { startReceiver, type Receiver } from './channels/receiver.ts';
import { eventually } from '#tests/support/eventually.ts';

const quiet = () => undefined;
const logger = { debug: quiet, info: quiet, warn: quiet, error: quiet };

let folder: string;
let ntfy: NtfyServer;
let hook: Receiver;
let core: Core;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sitrep-telling-'));
  ntfy = await startNtfyServer();
  hook = await startReceiver();
  await mkdir(path.join(folder, 'lab'));
  await writeFile(
    path.join(folder, 'lab/lab.yaml'),
    `version: 1
hosts:
  - { id: nas, access: { transport: local }, checks: [{ id: nas-load, kind: load, interval: 1, warning: 5000, critical: 9000 }] }
channels:
  - { id: phone, kind: ntfy, server: '${ntfy.url}', topic: my-lab, replyTopic: my-lab-replies }
  - { id: chat, kind: webhook, shape: slack }
ingest: { port: 0 }
`,
  );
  core = await createCore(
    {
      clock: systemClock(),
      logger,
      notifier: { show: quiet, withdraw: quiet, isNative: false },
      vault: memoryVault(),
      power: { onSuspend: () => quiet, onResume: () => quiet, onNetworkChange: () => quiet },
      opener: { open: () => Promise.resolve() },
      preferences: { read: () => ({}), write: quiet },
      dataFolder: path.join(folder, 'data'),
      labFolder: path.join(folder, 'lab'),
      assetsFolder: path.join(import.meta.dirname, '../../assets'),
    },
    { version: '0.0.0', shellKind: 'web', startDemo: false },
  );
});

afterEach(async () => {
  await core.close();
  await ntfy.close();
  await hook.close();
  await rm(folder, { recursive: true });
});

const requestId = () => randomUUID();
const desk = () => core.services.journal.state();

async function alertmanager(status: 'firing' | 'resolved'): Promise<number> {
  const view = await call(core.router.ingest.settings, {});
  if (view.kind !== 'listening') throw new Error(JSON.stringify(view));
  const labels = { alertname: 'DiskFull', severity: 'critical', instance: 'nas:9100' };
  const annotations = { summary: '/tank is full' };
  const alerts = [{ status, fingerprint: 'abc', labels, annotations, startsAt: '2026-11-23T03:11:00Z' }];
  const response = await fetch(`${view.url}/ingest/alertmanager`, {
    method: 'POST',
    headers: { authorization: `Bearer ${view.token}` },
    body: JSON.stringify({ version: '4', alerts }),
  });
  await response.text();
  return response.status;
}

it('tells an outage that Alertmanager saw through each channel, and takes the acknowledgement of the phone', async () => {
  expect(await call(core.router.vault.names, {})).toEqual(['ingest:token']);
  const secret = `${hook.url}/services/hunter2`;
  await call(core.router.vault.setSecret, { requestId: requestId(), name: 'channel:chat', secret });
  await call(core.router.channel.test, { requestId: requestId(), channelId: 'chat' });
  expect(await alertmanager('firing')).toBe(200);
  const [incident] = Object.values(desk().incidents);
  expect(incident).toMatchObject({ hostId: 'nas', status: 'investigating' });
  await eventually(() => expect(ntfy.notified).toHaveLength(1));
  await eventually(() => expect(hook.received).toHaveLength(2));
  expect(hook.received.at(-1)?.path).toBe('/services/hunter2');
  const button = ntfy.buttons()[0];
  await (await fetch(button?.url ?? '', { method: 'POST', body: button?.body ?? '' })).text();
  await eventually(() => expect(Object.values(desk().incidents)[0]?.timestamps.acknowledgedAt).not.toBeNull());
  expect(await alertmanager('resolved')).toBe(200);
  await eventually(() => expect(Object.values(desk().incidents)[0]?.status).toBe('resolved'));
  await eventually(() => expect(ntfy.notified).toHaveLength(2));
  const channels = () =>
    Object.values(desk().notifications).map(({ deliveries }) => deliveries.map(({ channel }) => channel).sort());
  // A receiver has a message before the journal says that it has.
  await eventually(() =>
    expect(channels()).toEqual([
      ['chat', 'desktop', 'phone'],
      ['chat', 'desktop', 'phone'],
    ]),
  );
  expect(JSON.stringify(desk())).not.toContain('hunter2');
});

it('opens no incident for what is silenced, until the silence is taken away', async () => {
  const target = { kind: 'host', id: 'nas' } as const;
  const added = await call(core.router.silence.add, {
    requestId: requestId(),
    target,
    minutes: 60,
    reason: 'new disk',
  });
  expect(await alertmanager('firing')).toBe(200);
  expect(Object.values(desk().alerts)).toMatchObject([{ muted: { by: 'a silence: new disk' } }]);
  expect(desk().incidents).toEqual({});
  await call(core.router.silence.remove, { requestId: requestId(), silenceId: added.silenceId });
  expect(Object.values(desk().incidents)).toHaveLength(1);
});

it('keeps the sudo password of a host, says that it is there, and forgets it', async () => {
  const name = 'sudo:nas';
  await call(core.router.vault.setSecret, { requestId: requestId(), name, secret: 'swordfish' });
  expect(await call(core.router.vault.names, {})).toContain(name);
  await call(core.router.vault.deleteSecret, { requestId: requestId(), name });
  expect(await call(core.router.vault.names, {})).not.toContain(name);
});

it('refuses to set any secret but those of channels, sudo and ingest', async () => {
  const name = 'passphrase:/home/me/.ssh/id_ed25519';
  await expect(call(core.router.vault.setSecret, { requestId: requestId(), name, secret: 'x' })).rejects.toThrow(
    'must be channel:<id>, sudo:<host id> or ingest:token',
  );
});

it('proposes checks for a host, writes those that were ticked, and shows their past', async () => {
  const { proposals } = await call(core.router.host.discover, { hostId: 'nas' });
  const checks = proposals.filter(({ group }) => group === 'host').map(({ check }) => check);
  expect(checks.map(({ kind }) => kind)).toEqual(['reachable', 'disk', 'memory']);
  await call(core.router.lab.addChecks, { requestId: requestId(), hostId: 'nas', checks });
  expect(core.services.labFolder.view().lab.hosts[0]?.checks).toHaveLength(4);
  const read = () => call(core.router.history.read, { checkId: 'nas-load', fromAt: 0, toAt: Date.now() + 60_000 });
  await eventually(async () => expect((await read()).availability.share).toBe(1));
}, 20_000);
