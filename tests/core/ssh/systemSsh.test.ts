import { until } from '#tests/support/until.ts';
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { agreeable, type Desk, openDesk, reach } from './desk.ts';
import { breakConnections, makeFolder, makeKey, me, readPublicKey, run, type Sshd, startSshd } from './sshd.ts';

let folder: string;
let key: string;
let sshd: Sshd;
let desk: Desk;
const stops: (() => Promise<void>)[] = [];

const temporaryFolder = process.env['TMPDIR'];

beforeAll(async () => {
  folder = await makeFolder();
  // Sockets go into a folder of this test's own, where they can be counted.
  process.env['TMPDIR'] = folder;
  key = await makeKey(path.join(folder, 'user'));
  sshd = await startSshd({ folder, authorized: [await readPublicKey(key)] });
});
afterAll(async () => {
  await sshd.stop();
  if (temporaryFolder === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = temporaryFolder;
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(async () => {
  await desk.sessions.close();
  for (const stop of stops.splice(0)) await stop();
});

const configure = (server: Sshd, more = '') =>
  desk.configure(`Host web\n  HostName 127.0.0.1\n  Port ${server.port}\n  User ${me}\n  IdentityFile ${key}\n${more}`);
const direct = () => desk.sessions.of(desk.host('web', { transport: 'ssh' }));
const deadline = { deadlineMs: 20_000 };
const sockets = () => readdirSync(tmpdir()).filter((name) => name.startsWith('sr-'));

describe("the system's ssh", () => {
  it('asks about an unknown key, writes it, and then runs commands and probes', async () => {
    await configure(sshd);
    const session = direct();
    expect(await reach(session)).toMatchObject({ kind: 'connected' });
    expect(desk.asked).toMatchObject([{ kind: 'hostKey', key: { type: 'ssh-ed25519' } }]);
    expect(await readFile(desk.knownHosts, 'utf8')).toContain(await readPublicKey(sshd.hostKey));
    expect(await session.output('echo out; echo err >&2; exit 3', deadline)).toEqual({
      end: { kind: 'exited', code: 3 },
      stdout: 'out\n',
      stderr: 'err\n',
    });
    expect((await session.output('exit 255', deadline)).end).toEqual({ kind: 'exited', code: 255 });
    expect(await session.output('cat', { ...deadline, stdin: Buffer.from('fed') })).toMatchObject({ stdout: 'fed' });
    expect(await session.probe([{ id: 'one', script: 'echo 1', deadlineMs: 10_000 }])).toMatchObject([
      { kind: 'answered', exitCode: 0 },
    ]);
  });

  it('refuses a changed key with both fingerprints', async () => {
    await configure(sshd);
    await writeFile(desk.knownHosts, `[127.0.0.1]:${sshd.port} ${await readPublicKey(key)}\n`);
    const state = await reach(direct());
    expect(state).toMatchObject({ failure: { kind: 'hostKeyChanged' }, retryAt: null });
    const shown = execFileSync('ssh-keygen', ['-lf', `${sshd.hostKey}.pub`])
      .toString()
      .split(' ')[1];
    expect(state.kind === 'failed' && state.failure.text).toContain(shown);
    expect(desk.asked).toEqual([]);
  });

  it.each(['no', 'accept-new'])('accepts nothing in silence with StrictHostKeyChecking %s', async (value) => {
    await configure(sshd, `  StrictHostKeyChecking ${value}`);
    desk.answerWith(() => ({ kind: 'reject' }));
    expect(await reach(direct())).toMatchObject({ failure: { kind: 'hostKeyUnknown' }, retryAt: null });
    expect(await readFile(desk.knownHosts, 'utf8').catch(() => '')).toBe('');
  });

  it('says when the login is refused, and waits', async () => {
    await configure(sshd, `  IdentitiesOnly yes`);
    await desk.configure(
      `Host web\n  HostName 127.0.0.1\n  Port ${sshd.port}\n  User ${me}\n  IdentityFile ${sshd.hostKey}\n  IdentitiesOnly yes`,
    );
    expect(await reach(direct())).toMatchObject({ failure: { kind: 'authenticationRefused' }, retryAt: null });
  });

  it('queues commands where the host allows one session', async () => {
    const narrow = await startSshd({ folder, authorized: [await readPublicKey(key)], lines: ['MaxSessions 1'] });
    stops.push(narrow.stop);
    await configure(narrow);
    const session = direct();
    await reach(session);
    await session.probe([{ id: 'one', script: 'true', deadlineMs: 10_000 }]);
    const ends = await Promise.all([1, 2, 3].map((count) => session.output(`echo ${count}`, deadline)));
    expect(ends.map(({ stdout }) => stdout)).toEqual(['1\n', '2\n', '3\n']);
  });

  it('tells a lost connection from a status, and connects again', async () => {
    await configure(sshd);
    const session = direct();
    await reach(session);
    const remote = session.start('echo begun; sleep 30', { deadlineMs: 40_000 });
    await new Promise((resolve) => remote.stdout.once('data', resolve));
    await breakConnections(sshd.port);
    expect(await remote.ended).toMatchObject({ kind: 'connectionLost' });
    await until(() => session.state().kind === 'connected', 'the return');
  });

  it('leaves no process and no folder behind', async () => {
    await configure(sshd);
    const before = sockets();
    const session = direct();
    await reach(session);
    expect(sockets().length).toBe(before.length + 1);
    await session.close();
    expect(sockets()).toEqual(before);
  });
});

it("the system's ssh stays in the foreground, whatever the configuration says", async () => {
  await configure(
    sshd,
    '  ForkAfterAuthentication yes\n  SessionType none\n  RemoteCommand echo other\n  RequestTTY yes',
  );
  const session = direct();
  expect(await reach(session)).toMatchObject({ kind: 'connected' });
  expect(await session.output('echo in', deadline)).toMatchObject({ stdout: 'in\n' });
  await session.close();
  expect(sockets()).toEqual([]);
});

describe('what ssh2 lacks', () => {
  const questions = () => desk.asked.filter(({ kind }) => kind === 'switchTransport');

  it('such as a ProxyCommand is offered to the system’s ssh, which is then kept', async () => {
    await configure(sshd, `  ProxyCommand sh -c 'exec busybox nc 127.0.0.1 ${sshd.port}'`);
    const session = desk.sessions.of(desk.host('web'));
    expect(await reach(session)).toMatchObject({ kind: 'connected' });
    expect(questions()).toMatchObject([{ hostId: 'web', reason: expect.stringContaining('ProxyCommand') as string }]);
    expect(await session.output('echo in', deadline)).toMatchObject({ stdout: 'in\n' });
    await breakConnections(sshd.port);
    await until(() => session.state().kind !== 'connected', 'the loss');
    await until(() => session.state().kind === 'connected', 'the return');
    expect(questions()).toHaveLength(1);
  });

  it('is left when the person does not want the switch', async () => {
    await configure(sshd, `  ProxyCommand busybox nc 127.0.0.1 ${sshd.port}`);
    desk.answerWith((question) => (question.kind === 'switchTransport' ? { kind: 'reject' } : agreeable(question)));
    expect(await reach(desk.sessions.of(desk.host('web')))).toMatchObject({
      failure: { kind: 'needsSystemSsh' },
      retryAt: null,
    });
  });

  it('such as a post-quantum key exchange without alternative is named', async () => {
    const modern = await startSshd({
      folder,
      authorized: [await readPublicKey(key)],
      lines: ['KexAlgorithms sntrup761x25519-sha512@openssh.com'],
    });
    stops.push(modern.stop);
    await configure(modern);
    expect(await reach(desk.sessions.of(desk.host('web')))).toMatchObject({ kind: 'connected' });
    expect(questions()).toMatchObject([{ reason: expect.stringContaining('key exchange') as string }]);
  });

  it.each([
    ['Ciphers', 'chacha20-poly1305@openssh.com'],
    ['KexAlgorithms', 'sntrup761x25519-sha512@openssh.com'],
  ])('such as the only %s that the configuration allows is named', async (keyword, algorithm) => {
    await configure(sshd, `  ${keyword} ${algorithm}`);
    expect(await reach(desk.sessions.of(desk.host('web')))).toMatchObject({ kind: 'connected' });
    expect(questions()).toMatchObject([{ reason: expect.stringContaining(`${keyword} ${algorithm}`) as string }]);
  });

  it('is not offered where there is no ssh, but told with what to install', async () => {
    await desk.sessions.close();
    desk = await openDesk({ environment: { PATH: folder } });
    await configure(sshd, '  ProxyCommand nc %h %p');
    expect(await reach(desk.sessions.of(desk.host('web')))).toMatchObject({
      failure: { kind: 'needsSystemSsh', mend: expect.stringContaining('Install the OpenSSH client') as string },
    });
    expect(questions()).toEqual([]);
  });

  it('such as a user certificate is named when the plain key was refused', async () => {
    const authority = await makeKey(path.join(folder, `authority-${sshd.port}`));
    const certified = await makeKey(path.join(folder, `certified-${sshd.port}`));
    await run('ssh-keygen', ['-q', '-s', authority, '-I', 'me', '-n', me, `${certified}.pub`]);
    const trusting = await startSshd({ folder, lines: [`TrustedUserCAKeys ${authority}.pub`] });
    stops.push(trusting.stop);
    await desk.configure(
      `Host web\n  HostName 127.0.0.1\n  Port ${trusting.port}\n  User ${me}\n  IdentityFile ${certified}\n  IdentitiesOnly yes`,
    );
    expect(await reach(desk.sessions.of(desk.host('web')))).toMatchObject({ kind: 'connected' });
    expect(questions()).toMatchObject([{ reason: expect.stringContaining('-cert.pub') as string }]);
  });

  it('such as a user certificate that has run out is told with its end, and the renewed one is used', async () => {
    const authority = await makeKey(path.join(folder, `old-authority-${sshd.port}`));
    const certified = await makeKey(path.join(folder, `expired-${sshd.port}`));
    const sign = (validity: string) =>
      run('ssh-keygen', ['-q', '-s', authority, '-I', 'me', '-n', me, '-V', validity, `${certified}.pub`]);
    await sign('20200101:20200102');
    const trusting = await startSshd({ folder, lines: [`TrustedUserCAKeys ${authority}.pub`] });
    stops.push(trusting.stop);
    await desk.configure(
      `Host web\n  HostName 127.0.0.1\n  Port ${trusting.port}\n  User ${me}\n  IdentityFile ${certified}\n  IdentitiesOnly yes`,
    );
    const session = desk.sessions.of(desk.host('web'));
    expect(await reach(session)).toMatchObject({
      failure: {
        kind: 'authenticationRefused',
        text: expect.stringMatching(/certificate .*-cert\.pub expired on 2020-01-0/) as string,
      },
    });
    await until(() => desk.logged.some((line) => line.startsWith('waiting for the person')), 'the look at its files');
    await sign('-1m:+1h');
    await until(() => session.state().kind === 'connected', 'the log-in with the new certificate');
  });

  it('such as a host certificate is named', async () => {
    const authority = await makeKey(path.join(folder, `host-authority-${sshd.port}`));
    const hostKey = await makeKey(path.join(folder, `host-${sshd.port}`));
    await run('ssh-keygen', ['-q', '-s', authority, '-I', 'host', '-h', '-n', '127.0.0.1', `${hostKey}.pub`]);
    const certified = await startSshd({
      folder,
      hostKey,
      authorized: [await readPublicKey(key)],
      lines: [`HostCertificate ${hostKey}-cert.pub`],
    });
    stops.push(certified.stop);
    await configure(certified);
    await writeFile(desk.knownHosts, `@cert-authority * ${await readPublicKey(authority)}\n`);
    expect(await reach(desk.sessions.of(desk.host('web')))).toMatchObject({ kind: 'connected' });
    expect(desk.asked.map(({ kind }) => kind)).toEqual(['switchTransport']);
  });

  it('such as an authority for hosts does not shut out a host without a certificate: its key is asked about', async () => {
    const authority = await makeKey(path.join(folder, `unused-authority-${sshd.port}`));
    await configure(sshd);
    await writeFile(desk.knownHosts, `@cert-authority * ${await readPublicKey(authority)}\n`);
    expect(await reach(desk.sessions.of(desk.host('web')))).toMatchObject({ kind: 'connected' });
    expect(desk.asked.map(({ kind }) => kind)).toEqual(['switchTransport', 'hostKey']);
  });

  it('such as a host certificate of a revoked authority is refused, and its key not asked about', async () => {
    const authority = await makeKey(path.join(folder, `revoked-authority-${sshd.port}`));
    const hostKey = await makeKey(path.join(folder, `revoked-host-${sshd.port}`));
    await run('ssh-keygen', ['-q', '-s', authority, '-I', 'host', '-h', '-n', '127.0.0.1', `${hostKey}.pub`]);
    const lines = [`HostCertificate ${hostKey}-cert.pub`];
    const certified = await startSshd({ folder, hostKey, authorized: [await readPublicKey(key)], lines });
    stops.push(certified.stop);
    await configure(certified);
    const trust = await readPublicKey(authority);
    await writeFile(desk.knownHosts, `@cert-authority * ${trust}\n@revoked * ${trust}\n`);
    expect(await reach(desk.sessions.of(desk.host('web')))).toMatchObject({ failure: { kind: 'hostKeyRevoked' } });
    expect(desk.asked.map(({ kind }) => kind)).toEqual(['switchTransport']);
  });
});
