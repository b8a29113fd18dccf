import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createIngestDesk, type IngestDesk } from '#core/ingest/createIngestDesk.ts';
import { memoryVault } from '#core/ports/memoryVault.ts';
import type { Vault } from '#core/ports/ports.ts';
import type { LabFile } from '#shared/lab/labFile.ts';
import { createFakeClock } from '#tests/support/fakeClock.ts';
import { eventually } from '#tests/support/eventually.ts';

const quiet = () => undefined;

let lab: LabFile;
let vault: Vault;
let clock: ReturnType<typeof createFakeClock>;
let ingest: IngestDesk;
let logged: string[];

beforeEach(() => {
  lab = { version: 1, hosts: [], services: [], contacts: [], settings: {}, ingest: { port: 0 } };
  vault = memoryVault();
  clock = createFakeClock();
  logged = [];
});

afterEach(async () => {
  await ingest.close();
});

function start(): IngestDesk {
  const note = (message: string, fields?: object) => void logged.push(`${message} ${JSON.stringify(fields ?? {})}`);
  const logger = { debug: note, info: note, warn: note, error: note };
  const report = quiet;
  ingest = createIngestDesk({ clock, logger, vault, lab: () => lab, openAlerts: () => [], newId: () => 'a', report });
  return ingest;
}

async function listening() {
  const view = await ingest.view();
  if (view.kind !== 'listening') throw new Error(`it is ${JSON.stringify(view)}`);
  return view;
}

const statusAt = async (url: string, token: string): Promise<number> => {
  const headers = { authorization: `Bearer ${token}` };
  const body = JSON.stringify({ msg: 'Testing', heartbeat: null, monitor: null });
  const response = await fetch(`${url}/ingest/uptime-kuma`, { method: 'POST', headers, body });
  await response.text();
  return response.status;
};

it('listens with a token that is made once and never logged', async () => {
  start();
  const { url, token } = await listening();
  expect(await statusAt(url, token)).toBe(200);
  await ingest.close();
  start();
  expect((await listening()).token).toBe(token);
  expect(logged.join()).not.toContain(token);
});

it('follows the lab and the token: another place, another token, off', async () => {
  start();
  const first = await listening();
  lab = { ...lab, ingest: { address: '127.0.0.2', port: 0 } };
  await vault.set('ingest:token', 'another-token');
  ingest.review();
  const second = await listening();
  expect(second).toMatchObject({
    token: 'another-token',
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.2:\d+$/) as string,
  });
  await expect(fetch(first.url)).rejects.toThrow('fetch failed');
  expect(await statusAt(second.url, 'another-token')).toBe(200);
  const { ingest: _off, ...without } = lab;
  lab = without;
  ingest.review();
  expect(await ingest.view()).toEqual({ kind: 'off' });
});

it('says that the port is taken, and listens as soon as it is free', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  lab = { ...lab, ingest: { port: (other.address() as AddressInfo).port } };
  start();
  expect(await ingest.view()).toMatchObject({
    kind: 'failed',
    error: expect.stringContaining('another program') as string,
  });
  await new Promise((resolve) => other.close(resolve));
  clock.advance(30_000);
  await eventually(async () => expect((await ingest.view()).kind).toBe('listening'));
});

it('waits for a locked vault, which keeps the token', async () => {
  let state: 'locked' | 'open' = 'locked';
  let unlocked: () => void = quiet;
  const kept = memoryVault();
  vault = { ...kept, state: () => state, onUnlocked: (listener) => ((unlocked = listener), quiet) };
  start();
  expect(await ingest.view()).toMatchObject({ kind: 'failed', error: expect.stringContaining('locked') as string });
  state = 'open';
  unlocked();
  expect((await ingest.view()).kind).toBe('listening');
});
