import { execFileSync } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { HostSession } from '#core/ssh/hostSession.ts';
import { type Desk, openDesk, reach } from '../desk.ts';
import { makeFolder, makeKey, me, readPublicKey, type Sshd, startSshd } from '../sshd.ts';

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

async function connectTo(lines: readonly string[]): Promise<HostSession> {
  sshd = await startSshd({ folder, authorized: [await readPublicKey(key)], lines });
  await desk.configure(`Host box\n  HostName 127.0.0.1\n  Port ${sshd.port}\n  User ${me}\n  IdentityFile ${key}\n`);
  const session = desk.sessions.of(desk.host('box'));
  await reach(session);
  return session;
}

const question = { id: 'sum', script: 'echo $((20 + 1))', deadlineMs: 8_000 };

it('learns nothing from a host whose ForceCommand ignores what it is asked, and never takes its output for an answer', async () => {
  const session = await connectTo(['ForceCommand echo welcome, nothing else here']);
  expect(await session.probe([question])).toMatchObject([{ kind: 'lost' }]);
  const steps = [];
  for await (const step of desk.sessions.doctor(desk.host('box'), AbortSignal.timeout(30_000))) steps.push(step);
  const shell = steps.find((step) => step.name === 'shell');
  expect(shell?.verdict).toBe('failed');
  expect(shell?.mend).toContain('ForceCommand');
});

it('works through a ForceCommand that runs what it is asked', async () => {
  const session = await connectTo(['ForceCommand /bin/sh -c "$SSH_ORIGINAL_COMMAND"']);
  expect(await session.probe([question])).toMatchObject([{ kind: 'answered', exitCode: 0 }]);
  expect(await session.output('echo done', { deadlineMs: 8_000 })).toMatchObject({
    end: { kind: 'exited', code: 0 },
    stdout: 'done\n',
  });
});

it.skipIf(process.getuid?.() !== 0)(
  'asks a host inside a chroot that has busybox and little else (root only)',
  async () => {
    // sshd wants every folder on the way to belong to root and to be writable by nobody else.
    const jail = await mkdtemp('/var/lib/sitrep-jail-');
    try {
      await chmod(jail, 0o755);
      await fillJail(jail);
      const session = await connectTo([`ChrootDirectory ${jail}`]);
      expect(await session.probe([question])).toMatchObject([{ kind: 'answered', exitCode: 0 }]);
      const { stdout } = await session.output('ls /', { deadlineMs: 8_000 });
      expect(stdout.split('\n')).toContain('bin');
      expect(stdout).not.toContain('home');
    } finally {
      await rm(jail, { recursive: true });
    }
  },
);

/** dash as the shell, busybox under the names of the programs, their libraries, and the one device that sh wants. */
async function fillJail(jail: string): Promise<void> {
  const place = async (from: string, to: string): Promise<void> => {
    await mkdir(path.join(jail, path.dirname(to)), { recursive: true });
    await copyFile(from, path.join(jail, to));
  };
  const where = (program: string) =>
    execFileSync('sh', ['-c', `command -v ${program}`])
      .toString()
      .trim();
  const [dash, busybox] = [where('dash'), where('busybox')];
  const libraries =
    execFileSync('ldd', [dash, busybox])
      .toString()
      .match(/\/lib\S+(?= \()/g) ?? [];
  for (const file of new Set(libraries)) await place(file, file);
  const login = execFileSync('sh', ['-c', 'getent passwd "$(id -un)" | cut -d: -f7']).toString().trim();
  for (const shell of new Set([login, '/bin/sh'])) await place(dash, shell);
  const programs = ['ls', 'cat', 'kill', 'ps', 'sleep', 'timeout', 'setsid', 'mkdir', 'rm', 'od', 'tr'];
  for (const program of programs) await place(busybox, `/bin/${program}`);
  await mkdir(path.join(jail, 'dev'));
  execFileSync('mknod', ['-m', '666', path.join(jail, 'dev/null'), 'c', '1', '3']);
  await mkdir(path.join(jail, 'tmp'), { mode: 0o1777 });
}
