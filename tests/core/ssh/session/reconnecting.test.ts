import { until } from '#tests/support/until.ts';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { backoffMs } from '#core/ssh/session/backoff.ts';
import { type Desk, openDesk, reach } from '../desk.ts';
import { breakConnections, freePort, makeFolder, makeKey, me, readPublicKey, startSshd } from '../sshd.ts';

let folder: string;
let key: string;
let desk: Desk;
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  folder = await makeFolder();
  key = await makeKey(path.join(folder, 'user'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(async () => {
  await desk.sessions.close();
  for (const stop of stops.splice(0)) await stop();
});

const configure = (port: number, more = '') =>
  desk.configure(`Host web\n  HostName 127.0.0.1\n  Port ${port}\n  User ${me}\n  IdentityFile ${key}\n${more}`);

async function serve(port?: number, hostKey?: string) {
  const options = { folder, authorized: [await readPublicKey(key)] };
  return await startSshd({ ...options, ...(port && { port }), ...(hostKey && { hostKey }) });
}

/** Passes bytes on until it is told to go silent, as a host does whose power is cut. */
async function startProxy(target: number) {
  const sockets = new Set<Socket>();
  let isSilent = false;
  const { connect } = await import('node:net');
  const proxy = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (chunk) => void (isSilent || to.write(chunk)));
      from.on('error', () => undefined);
      from.on('close', () => void (isSilent || to.destroy()));
    }
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  stops.push(() => closeServer(proxy, sockets));
  const address = proxy.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    goSilent: () => {
      isSilent = true;
    },
    comeBack: () => {
      isSilent = false;
    },
  };
}

async function closeServer(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  server.close();
  await once(server, 'close');
}

describe('a host that goes away', () => {
  it('is connected again by itself when it comes back', async () => {
    const first = await serve();
    await configure(first.port);
    const session = desk.sessions.of(desk.host('web'));
    expect(await reach(session)).toMatchObject({ kind: 'connected' });
    await first.stop();
    await breakConnections(first.port);
    await until(() => session.state().kind === 'failed', 'the loss');
    expect(session.state()).toMatchObject({ failure: { kind: 'lost' } });
    const again = await serve(first.port, first.hostKey);
    stops.push(again.stop);
    await until(() => session.state().kind === 'connected', 'the return');
    expect(desk.asked).toHaveLength(1);
  });

  it('in silence is seen by the keepalive', async () => {
    const sshd = await serve();
    stops.push(sshd.stop);
    const proxy = await startProxy(sshd.port);
    await configure(proxy.port, '  ServerAliveInterval 1\n  ServerAliveCountMax 1');
    const session = desk.sessions.of(desk.host('web'));
    await reach(session);
    proxy.goSilent();
    await until(() => session.state().kind === 'failed', 'the keepalive');
    expect(session.state()).toMatchObject({ failure: { kind: 'lost' } });
  });

  it('in silence is replaced at once after a resume, and commands go on', async () => {
    const sshd = await serve();
    stops.push(sshd.stop);
    const proxy = await startProxy(sshd.port);
    await configure(proxy.port);
    const session = desk.sessions.of(desk.host('web'));
    await reach(session);
    proxy.goSilent();
    desk.sessions.reconnectAll();
    await until(() => session.state().kind !== 'connected', 'the check');
    proxy.comeBack();
    await until(() => session.state().kind === 'connected', 'the new connection');
    expect(await session.output('echo in', { deadlineMs: 10_000 })).toMatchObject({ stdout: 'in\n' });
  });

  it('leaves a living connection alone after a resume', async () => {
    const sshd = await serve();
    stops.push(sshd.stop);
    await configure(sshd.port);
    const session = desk.sessions.of(desk.host('web'));
    const before = await reach(session);
    desk.sessions.reconnectAll();
    expect(await session.output('echo in', { deadlineMs: 10_000 })).toMatchObject({ stdout: 'in\n' });
    expect(session.state()).toBe(before);
  });
});

describe('a host that cannot be reached', () => {
  it('is given up for a while, told when, and tried at once for a command', async () => {
    const port = await freePort();
    await configure(port);
    const session = desk.sessions.of(desk.host('web'));
    const state = await reach(session);
    expect(state).toMatchObject({ kind: 'failed', failure: { kind: 'refused' } });
    expect(state.kind === 'failed' && (state.retryAt ?? 0) > state.sinceAt).toBe(true);
    expect(await session.probe([{ id: 'one', script: 'true', deadlineMs: 1_000 }])).toMatchObject([
      { kind: 'lost', text: expect.stringContaining('refuses connections') as string },
    ]);
    const sshd = await serve(port);
    stops.push(sshd.stop);
    const output = await session.output('echo in', { deadlineMs: 10_000 });
    // The first contact asks about the key, which a command does not wait for.
    expect(['exited', 'notStarted']).toContain(output.end.kind);
    expect(await reach(session)).toMatchObject({ kind: 'connected' });
  });

  it('because its name is unknown says so', async () => {
    await desk.configure('Host web\n  HostName nowhere.invalid');
    expect(await reach(desk.sessions.of(desk.host('web')))).toMatchObject({ failure: { kind: 'nameNotFound' } });
  });

  it('because it accepts but says nothing is told after ConnectTimeout', async () => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => void sockets.add(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    stops.push(() => closeServer(server, sockets));
    const address = server.address();
    await configure(typeof address === 'object' && address !== null ? address.port : 0, '  ConnectTimeout 1');
    expect(await reach(desk.sessions.of(desk.host('web')))).toMatchObject({ failure: { kind: 'noBanner' } });
  });

  it('does not hold a command beyond its deadline', async () => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => void sockets.add(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    stops.push(() => closeServer(server, sockets));
    const address = server.address();
    await configure(typeof address === 'object' && address !== null ? address.port : 0);
    const output = await desk.sessions.of(desk.host('web')).output('true', { deadlineMs: 300 });
    expect(output.end).toMatchObject({ kind: 'notStarted' });
  });
});

it('waits longer after each failure, jittered, never more than 5 minutes', () => {
  expect([1, 2, 3, 4].map((failures) => backoffMs(failures, () => 1))).toEqual([1_000, 2_000, 4_000, 8_000]);
  expect(backoffMs(100, () => 1)).toBe(300_000);
  expect(backoffMs(100, () => 0)).toBe(150_000);
});

describe('sessions', () => {
  it('are kept per host, and replaced when the access of a host changes', async () => {
    const sshd = await serve();
    stops.push(sshd.stop);
    await configure(sshd.port);
    const session = desk.sessions.of(desk.host('web'));
    expect(desk.sessions.of(desk.host('web'))).toBe(session);
    await reach(session);
    const other = desk.sessions.of(desk.host('web', { user: me }));
    expect(other).not.toBe(session);
    await until(() => session.state().kind === 'idle', 'the end of the old one');
    expect(await reach(other)).toMatchObject({ kind: 'connected' });
    desk.sessions.keepOnly(new Set());
    await until(() => other.state().kind === 'idle', 'the end of the other');
  });

  it('of this computer need no connection', async () => {
    const session = desk.sessions.of({ id: 'here', access: { transport: 'local' }, checks: [] });
    expect(await reach(session)).toMatchObject({ kind: 'connected' });
    expect(await session.output('echo in', { deadlineMs: 5_000 })).toMatchObject({ stdout: 'in\n' });
    expect(await session.probe([{ id: 'one', script: 'echo 1', deadlineMs: 5_000 }])).toMatchObject([
      { kind: 'answered', exitCode: 0 },
    ]);
  });
});

it('leaves nothing behind after a hundred connections', async () => {
  const sshd = await serve();
  stops.push(sshd.stop);
  await configure(sshd.port);
  const cycle = async (): Promise<void> => {
    const session = desk.sessions.of(desk.host('web'));
    await reach(session);
    await session.output('true', { deadlineMs: 10_000 });
    desk.sessions.keepOnly(new Set());
    await until(() => session.state().kind === 'idle', 'the end');
  };
  const resources = () =>
    process
      .getActiveResourcesInfo()
      .filter((name) => /TCP|Pipe|Timeout|Process/.test(name))
      .sort();
  for (let index = 0; index < 5; index += 1) await cycle();
  const before = resources();
  const listeners = process.eventNames().map((name) => process.listenerCount(name));
  for (let index = 0; index < 100; index += 1) await cycle();
  await until(() => resources().length <= before.length, 'what was opened to be closed');
  expect(process.eventNames().map((name) => process.listenerCount(name))).toEqual(listeners);
}, 240_000);
