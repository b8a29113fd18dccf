import { until } from '#tests/support/until.ts';
import { execFileSync } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Desk, openDesk, reach } from '../desk.ts';
import { breakConnections, makeFolder, makeKey, me, readPublicKey, type Sshd, startSshd } from '../sshd.ts';

let folder: string;
let key: string;
let sshd: Sshd;
let desk: Desk;

beforeAll(async () => {
  folder = await makeFolder();
  key = await makeKey(path.join(folder, 'user'));
  sshd = await startSshd({ folder, authorized: [await readPublicKey(key)] });
});
afterAll(async () => {
  await sshd.stop();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.sessions.close());

const configure = (more = '') =>
  desk.configure(`Host web\n  HostName 127.0.0.1\n  Port ${sshd.port}\n  User ${me}\n  IdentityFile ${key}\n${more}`);
const name = () => `[127.0.0.1]:${sshd.port}`;
const attempts = async () => (await sshd.log()).match(/Accepted|Failed|Postponed|Invalid/g)?.length ?? 0;

describe('an unknown host key', () => {
  it('is refused when the person says no, before anything is offered, and not asked again by itself', async () => {
    await configure();
    desk.answerWith(() => ({ kind: 'reject' }));
    const before = await attempts();
    expect(await reach(desk.sessions.of(desk.host('web')))).toMatchObject({
      kind: 'failed',
      retryAt: null,
      failure: { kind: 'hostKeyUnknown' },
    });
    expect(await attempts()).toBe(before);
    expect(desk.asked).toHaveLength(1);
  });

  it.each(['no', 'off', 'accept-new', 'ask'])('is asked about with StrictHostKeyChecking %s', async (value) => {
    await configure(`  StrictHostKeyChecking ${value}`);
    desk.answerWith(() => ({ kind: 'reject' }));
    expect(await reach(desk.sessions.of(desk.host('web')))).toMatchObject({ failure: { kind: 'hostKeyUnknown' } });
    expect(desk.asked.map(({ kind }) => kind)).toEqual(['hostKey']);
  });

  it('is refused without a question with StrictHostKeyChecking yes, and told with its fingerprint', async () => {
    await configure('  StrictHostKeyChecking yes');
    const before = await attempts();
    const state = await reach(desk.sessions.of(desk.host('web')));
    expect(state).toMatchObject({ failure: { kind: 'hostKeyUnknown' }, retryAt: null });
    expect(state.kind === 'failed' && state.failure.text).toContain('StrictHostKeyChecking yes');
    expect(desk.asked).toEqual([]);
    expect(await attempts()).toBe(before);
  });

  it('is written with its name hashed where HashKnownHosts says so, so that ssh finds it', async () => {
    await configure('  HashKnownHosts yes');
    await writeFile(desk.knownHosts, `other ${await readPublicKey(key)}`);
    expect(await reach(desk.sessions.of(desk.host('web')))).toMatchObject({ kind: 'connected' });
    const lines = (await readFile(desk.knownHosts, 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/^\|1\|/);
    const config = path.join(desk.folder, 'config');
    const options = ['-F', config, '-o', 'BatchMode=yes', '-o', 'StrictHostKeyChecking=yes'];
    expect(execFileSync('ssh', [...options, 'web', 'echo in']).toString()).toBe('in\n');
  });

  it('is written under the alias where there is one', async () => {
    await configure('  HostKeyAlias cluster');
    expect(await reach(desk.sessions.of(desk.host('web')))).toMatchObject({ kind: 'connected' });
    expect(await readFile(desk.knownHosts, 'utf8')).toMatch(/^cluster ssh-ed25519 /);
  });

  it('is asked about once and written once when many hosts meet it at the same time', async () => {
    await desk.configure(`Host web*\n  HostName 127.0.0.1\n  Port ${sshd.port}\n  User ${me}\n  IdentityFile ${key}`);
    const states = await Promise.all([1, 2, 3, 4, 5].map((count) => reach(desk.sessions.of(desk.host(`web${count}`)))));
    expect(states.map(({ kind }) => kind)).toEqual(states.map(() => 'connected'));
    expect((await readFile(desk.knownHosts, 'utf8')).trim().split('\n')).toHaveLength(1);
  });

  it('that is accepted after the host hung up serves the next connection', async () => {
    await configure();
    let answer = (): void => undefined;
    desk.answerWith(
      () =>
        new Promise((resolve) => {
          answer = () => resolve({ kind: 'accept' });
        }),
    );
    const session = desk.sessions.of(desk.host('web'));
    void session.connect();
    await until(() => desk.asked.length === 1, 'the question');
    await breakConnections(sshd.port);
    expect(session.state()).toMatchObject({ kind: 'waitingForPerson' });
    answer();
    expect(await reach(session)).toMatchObject({ kind: 'connected' });
    expect(desk.asked).toHaveLength(1);
  });

  it('is asked once where the configuration gives no file to keep it in', async () => {
    await desk.configure('');
    await configure(`  UserKnownHostsFile none`);
    expect(await reach(desk.sessions.of(desk.host('web')))).toMatchObject({ kind: 'connected' });
    desk.sessions.keepOnly(new Set());
    expect(await reach(desk.sessions.of(desk.host('web')))).toMatchObject({ kind: 'connected' });
    expect(desk.asked).toHaveLength(1);
  });
});

describe('a known host', () => {
  it('is refused with both fingerprints when its key has changed, before any credential', async () => {
    await configure();
    await writeFile(desk.knownHosts, `${name()} ${await readPublicKey(key)}\n`);
    const before = await attempts();
    const state = await reach(desk.sessions.of(desk.host('web')));
    expect(state).toMatchObject({ kind: 'failed', retryAt: null, failure: { kind: 'hostKeyChanged' } });
    if (state.kind !== 'failed') return;
    const fingerprint = (file: string) =>
      execFileSync('ssh-keygen', ['-lf', `${file}.pub`])
        .toString()
        .split(' ')[1];
    expect(state.failure.text).toContain(fingerprint(sshd.hostKey));
    expect(state.failure.text).toContain(fingerprint(key));
    expect(state.failure.mend).toContain(`ssh-keygen -R '${name()}' -f ${desk.knownHosts}`);
    expect(desk.asked).toEqual([]);
    expect(await attempts()).toBe(before);
  });

  it('is asked about again after the mend that was given, and by a retry', async () => {
    await configure();
    await writeFile(desk.knownHosts, `${name()} ${await readPublicKey(key)}\n`);
    const session = desk.sessions.of(desk.host('web'));
    await reach(session);
    execFileSync('ssh-keygen', ['-R', name(), '-f', desk.knownHosts], { stdio: 'ignore' });
    session.retry();
    expect(await reach(session)).toMatchObject({ kind: 'connected' });
    expect(desk.asked.map(({ kind }) => kind)).toEqual(['hostKey']);
  });

  it('is refused when its key is revoked, even in a second or a global file', async () => {
    const revoked = path.join(desk.folder, 'revoked');
    await writeFile(revoked, `@revoked * ${await readPublicKey(sshd.hostKey)}\n`);
    await configure(`  UserKnownHostsFile ${desk.knownHosts} ${revoked}`);
    await writeFile(desk.knownHosts, `${name()} ${await readPublicKey(sshd.hostKey)}\n`);
    expect(await reach(desk.sessions.of(desk.host('web')))).toMatchObject({ failure: { kind: 'hostKeyRevoked' } });
    await configure(`  GlobalKnownHostsFile ${revoked}`);
    const session = desk.sessions.of(desk.host('web'));
    session.retry();
    expect(await reach(session)).toMatchObject({ failure: { kind: 'hostKeyRevoked' } });
    expect(desk.asked).toEqual([]);
  });

  it('is asked for the type of key that is known, not for the best it has', async () => {
    const both = await startSshd({
      folder,
      authorized: [await readPublicKey(key)],
      lines: [`HostKey ${await makeKey(path.join(folder, 'host-ecdsa'), 'ecdsa')}`],
    });
    await desk.configure(`Host both\n  HostName 127.0.0.1\n  Port ${both.port}\n  User ${me}\n  IdentityFile ${key}`);
    const ecdsa = await readPublicKey(path.join(folder, 'host-ecdsa'));
    await writeFile(desk.knownHosts, `[127.0.0.1]:${both.port} ${ecdsa}\n`);
    expect(await reach(desk.sessions.of(desk.host('both')))).toMatchObject({ kind: 'connected' });
    expect(desk.asked).toEqual([]);
    await both.stop();
  });
});
