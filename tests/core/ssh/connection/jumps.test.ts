import { until } from '#tests/support/until.ts';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Desk, openDesk, reach } from '../desk.ts';
import { makeFolder, makeKey, me, readPublicKey, run, type Sshd, startSshd } from '../sshd.ts';

let folder: string;
let desk: Desk;
const servers: Sshd[] = [];
const keys: string[] = [];

const section = (name: string, index: number, more = '') =>
  `Host ${name}\n  HostName 127.0.0.1\n  Port ${servers[index]?.port}\n  User ${me}\n  IdentityFile ${keys[index]}\n  IdentitiesOnly yes\n${more}\n`;

/** Three jump hosts and a target, each with a key of its own. */
beforeAll(async () => {
  folder = await makeFolder();
  for (const name of ['first', 'second', 'third', 'target']) {
    const key = await makeKey(path.join(folder, name));
    keys.push(key);
    servers.push(await startSshd({ folder, authorized: [await readPublicKey(key)] }));
  }
});
afterAll(async () => {
  for (const server of servers) await server.stop();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.sessions.close());

describe('a chain of three jump hosts', () => {
  const chain = () =>
    [
      section('first', 0),
      section('second', 1),
      section('third', 2),
      section('target', 3, '  ProxyJump first,second,third'),
    ].join('');

  it('is walked with the options of each, and each key is asked about and written', async () => {
    await desk.configure(chain());
    const session = desk.sessions.of(desk.host('target'));
    expect(await reach(session)).toMatchObject({ kind: 'connected' });
    expect(await session.output('echo in', { deadlineMs: 10_000 })).toMatchObject({ stdout: 'in\n' });
    expect(desk.asked.map((question) => question.kind === 'hostKey' && question.port)).toEqual(
      servers.map(({ port }) => port),
    );
    expect((await readFile(desk.knownHosts, 'utf8')).trim().split('\n')).toHaveLength(4);
  });

  it('is left behind when the session is closed', async () => {
    await desk.configure(chain());
    const session = desk.sessions.of(desk.host('target'));
    await reach(session);
    await session.close();
    await until(async () => {
      const { stdout } = await run('ss', ['-tnH', 'state', 'established']);
      return !servers.some(({ port }) => stdout.includes(`127.0.0.1:${port} `));
    }, 'the end of the hops');
  });

  it('names the hop that fails', async () => {
    await desk.configure(chain().replace(`Port ${servers[1]?.port}`, 'Port 1'));
    const state = await reach(desk.sessions.of(desk.host('target')));
    expect(state).toMatchObject({ kind: 'failed', failure: { kind: 'refused' } });
    expect(state.kind === 'failed' && state.failure.text).toContain('port 1');
  });

  it('may be a chain because a jump host has a jump host', async () => {
    await desk.configure(
      [section('first', 0), section('second', 1, '  ProxyJump first'), section('target', 3, '  ProxyJump second')].join(
        '',
      ),
    );
    expect(await reach(desk.sessions.of(desk.host('target')))).toMatchObject({ kind: 'connected' });
  });

  it('does not go round in circles', async () => {
    await desk.configure(
      [section('first', 0, '  ProxyJump target'), section('target', 3, '  ProxyJump first')].join(''),
    );
    expect(await reach(desk.sessions.of(desk.host('target')))).toMatchObject({ failure: { kind: 'configuration' } });
  });
});
