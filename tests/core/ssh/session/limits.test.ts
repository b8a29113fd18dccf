import { until } from '#tests/support/until.ts';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HostSession } from '#core/ssh/hostSession.ts';
import { type Desk, openDesk, reach } from '../desk.ts';
import {
  breakConnections,
  dropbearUnavailable,
  makeFolder,
  makeKey,
  me,
  readPublicKey,
  type Sshd,
  startDropbear,
  startSshd,
} from '../sshd.ts';

let folder: string;
let key: string;
let desk: Desk;
let sshd: Sshd | null = null;

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
  await sshd?.stop();
  sshd = null;
});

const sections = (port: number, count = 1) =>
  Array.from(
    { length: count },
    (_, index) => `Host web${index}\n  HostName 127.0.0.1\n  Port ${port}\n  User ${me}\n  IdentityFile ${key}\n`,
  ).join('');

async function connectTo(lines: readonly string[]): Promise<HostSession> {
  sshd = await startSshd({ folder, authorized: [await readPublicKey(key)], lines });
  await desk.configure(sections(sshd.port));
  const session = desk.sessions.of(desk.host('web0'));
  await reach(session);
  return session;
}
const probe = (session: HostSession, id: string) =>
  session.probe([{ id, script: 'echo $((20 + 1))', deadlineMs: 10_000 }]);
const deadline = { deadlineMs: 20_000 };

describe.each([1, 2, 10])('a host with MaxSessions %i', (limit) => {
  it('answers probes and more commands than it has sessions, all in the end', async () => {
    const session = await connectTo([`MaxSessions ${limit}`]);
    expect(await probe(session, 'before')).toMatchObject([{ kind: 'answered' }]);
    const commands = Array.from({ length: 12 }, (_, index) => session.output(`sleep 0.05; echo ${index}`, deadline));
    const ends = await Promise.all(commands);
    expect(ends.map(({ stdout }) => stdout)).toEqual(ends.map((_, index) => `${index}\n`));
    expect(ends.every(({ end }) => end.kind === 'exited' && end.code === 0)).toBe(true);
    expect(await probe(session, 'after')).toMatchObject([{ kind: 'answered' }]);
  });
});

describe('a check that hangs on a host with one session', () => {
  const echo = { id: 'echo', script: 'echo quick', deadlineMs: 10_000 };
  const askWith = async (session: HostSession, slow: { readonly isRepeatable: boolean }) => {
    const starts = path.join(folder, `starts-${slow.isRepeatable}`);
    const startedMs = performance.now();
    let quickMs = 0;
    const results = await session.probe(
      [{ id: 'slow', script: `printf x >>${starts}; sleep 300`, deadlineMs: 4_000, ...slow }, echo],
      undefined,
      ({ id }) => {
        if (id === 'echo') quickMs = performance.now() - startedMs;
      },
    );
    expect(results.map(({ kind }) => kind)).toEqual(['timedOut', 'answered']);
    return { quickMs, starts: (await readFile(starts, 'utf8')).length };
  };

  it('makes way for the others once, then has its full time', async () => {
    const session = await connectTo(['MaxSessions 1']);
    const { quickMs, starts } = await askWith(session, { isRepeatable: true });
    expect(quickMs).toBeLessThan(3_000);
    expect(starts).toBe(2);
  });

  it('keeps its place where it may be started only once', async () => {
    const session = await connectTo(['MaxSessions 1']);
    const { quickMs, starts } = await askWith(session, { isRepeatable: false });
    expect(quickMs).toBeGreaterThan(3_900);
    expect(starts).toBe(1);
  });

  it('does not keep a command waiting', async () => {
    const session = await connectTo(['MaxSessions 1']);
    const hangs = session.probe([{ id: 'slow', script: 'sleep 300', deadlineMs: 8_000 }]);
    // The others leave a check that hangs after a second: by then the only session of the host is taken.
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    const startedMs = performance.now();
    expect((await session.output('echo now', deadline)).stdout).toBe('now\n');
    expect(performance.now() - startedMs).toBeLessThan(2_000);
    expect(await hangs).toMatchObject([{ kind: 'timedOut' }]);
  });
});

it.skipIf(dropbearUnavailable !== null)('dropbear answers probes and many commands at once', async () => {
  sshd = await startDropbear({ folder, authorized: [await readPublicKey(key)] });
  await desk.configure(sections(sshd.port));
  const session = desk.sessions.of(desk.host('web0'));
  expect(await reach(session)).toMatchObject({ kind: 'connected' });
  expect(await probe(session, 'before')).toMatchObject([{ kind: 'answered' }]);
  const ends = await Promise.all(Array.from({ length: 12 }, (_, index) => session.output(`echo ${index}`, deadline)));
  expect(ends.map(({ end, stdout }) => [end.kind, stdout])).toEqual(ends.map((_, index) => ['exited', `${index}\n`]));
  expect(session.state()).toMatchObject({ kind: 'connected' });
});

it('many hosts behind one server that limits logins (MaxStartups) all get in', async () => {
  sshd = await startSshd({ folder, authorized: [await readPublicKey(key)], lines: ['MaxStartups 8:100:8'] });
  await desk.configure(sections(sshd.port, 40));
  const [first, ...others] = Array.from({ length: 40 }, (_, index) => desk.sessions.of(desk.host(`web${index}`)));
  if (first === undefined) return;
  await reach(first);
  const states = await Promise.all(others.map(reach));
  expect(states.map(({ kind }) => kind)).toEqual(others.map(() => 'connected'));
});

describe('a command on a channel of its own', () => {
  it('ends with its status, or its signal, which is neither', async () => {
    const session = await connectTo([]);
    expect((await session.output('exit 7', deadline)).end).toEqual({ kind: 'exited', code: 7 });
    expect((await session.output('kill -9 $$', deadline)).end).toMatchObject({ kind: 'signalled' });
  });

  it('whose connection is lost has no status', async () => {
    const session = await connectTo([]);
    const remote = session.start('echo begun; sleep 30', { deadlineMs: 40_000 });
    await new Promise((resolve) => remote.stdout.once('data', resolve));
    await breakConnections(sshd?.port ?? 0);
    expect(await remote.ended).toMatchObject({ kind: 'connectionLost' });
    await until(() => session.state().kind !== 'connected', 'the loss');
  });
});
