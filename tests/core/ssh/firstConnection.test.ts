import { readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, openDesk, reach } from './desk.ts';
import { makeFolder, makeKey, me, readPublicKey, run, type Sshd, startSshd } from './sshd.ts';

describe('a first connection over ssh2', () => {
  let folder: string;
  let sshd: Sshd;
  let desk: Desk;

  beforeAll(async () => {
    folder = await makeFolder();
    const key = await makeKey(path.join(folder, 'user'));
    sshd = await startSshd({ folder, authorized: [await readPublicKey(key)] });
    desk = await openDesk();
    await desk.configure(`Host web\n  HostName 127.0.0.1\n  Port ${sshd.port}\n  User ${me}\n  IdentityFile ${key}`);
  });
  afterAll(async () => {
    await desk.sessions.close();
    await sshd.stop();
    await rm(folder, { recursive: true });
  });

  it('shows the key, and when it is accepted logs in, runs commands and answers probes', async () => {
    const session = desk.sessions.of(desk.host('web'));
    expect(session.state()).toEqual({ kind: 'idle' });
    expect(await reach(session)).toMatchObject({ kind: 'connected' });
    const { stdout } = await run('ssh-keygen', ['-lv', '-f', `${sshd.hostKey}.pub`]);
    const [line, ...art] = stdout.trimEnd().split('\n');
    expect(desk.asked).toEqual([
      {
        kind: 'hostKey',
        hostId: 'web',
        address: '127.0.0.1',
        port: sshd.port,
        key: { type: 'ssh-ed25519', fingerprint: line?.split(' ')[1], randomart: art.join('\n') },
      },
    ]);
    const output = await session.output('echo "$0"; exit 3', { deadlineMs: 10_000 });
    expect(output).toMatchObject({ end: { kind: 'exited', code: 3 } });
    const results = await session.probe([{ id: 'one', script: 'echo hello', deadlineMs: 5_000 }]);
    expect(results).toMatchObject([{ kind: 'answered', id: 'one', exitCode: 0 }]);
  });

  it('writes the accepted key as ssh would, for its owner only', async () => {
    const text = await readFile(desk.knownHosts, 'utf8');
    expect(text).toBe(`[127.0.0.1]:${sshd.port} ${await readPublicKey(sshd.hostKey)}\n`);
    expect((await stat(desk.knownHosts)).mode & 0o777).toBe(0o600);
  });

  it('asks no second time', async () => {
    await desk.sessions.of(desk.host('web')).close();
    desk.sessions.keepOnly(new Set());
    const before = desk.asked.length;
    expect(await desk.sessions.of(desk.host('web')).connect()).toMatchObject({ kind: 'connected' });
    expect(desk.asked.length).toBe(before);
  });
});
