import { until } from '#tests/support/until.ts';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { type Desk, openDesk, reach } from './desk.ts';
import { makeFolder, makeKey, me, readPublicKey, type Sshd, startSshd } from './sshd.ts';

/** What this process holds at one moment. */
export type Held = {
  /** Listeners of `process` itself, by event. */
  readonly listeners: Readonly<Record<string, number>>;
  /** Sockets, pipes, child processes and timers, by kind. */
  readonly resources: Readonly<Record<string, number>>;
  readonly openFiles: number;
  readonly heapMb: number;
  readonly rssMb: number;
};

export type Cycles = {
  /** So many times: connect, ask once over a command and once over the probe channel, disconnect. */
  readonly run: (times: number) => Promise<void>;
  readonly held: () => Promise<Held>;
  readonly close: () => Promise<void>;
};

const atOnce = 4;

/** Connects and disconnects over a real sshd on loopback. */
export async function openCycles(): Promise<Cycles> {
  const folder = await makeFolder();
  const key = await makeKey(path.join(folder, 'user'));
  // A home of its own: what a person's .bashrc does on every command is not measured here.
  const lines = ['LogLevel ERROR', `SetEnv HOME=${folder}`];
  const sshd = await startSshd({ folder, authorized: [await readPublicKey(key)], lines });
  const desk = await openDesk();
  const names = Array.from({ length: atOnce }, (_, index) => `web${index}`);
  await desk.configure(names.map((name) => section(name, sshd, key)).join('\n'));
  return {
    run: async (times) => {
      for (let count = 0; count < times; count += atOnce) {
        await Promise.all(names.slice(0, times - count).map((name) => askOnce(desk, name)));
        desk.sessions.keepOnly(new Set());
        desk.logged.length = 0;
      }
    },
    held: async () => {
      await until(() => !process.getActiveResourcesInfo().includes('TCPSocketWrap'), 'the sockets to be closed');
      return await lookAround();
    },
    close: async () => {
      await desk.sessions.close();
      await sshd.stop();
      for (const each of [folder, desk.folder]) await rm(each, { recursive: true, force: true });
    },
  };
}

function section(name: string, sshd: Sshd, key: string): string {
  return `Host ${name}\n  HostName 127.0.0.1\n  Port ${sshd.port}\n  User ${me}\n  IdentityFile ${key}\n`;
}

async function askOnce(desk: Desk, name: string): Promise<void> {
  const session = desk.sessions.of(desk.host(name));
  const state = await reach(session);
  const output = await session.output('true', { deadlineMs: 20_000 });
  const [result] = await session.probe([{ id: 'one', script: ':', deadlineMs: 20_000 }]);
  if (output.end.kind === 'exited' && result?.kind === 'answered') return;
  throw new Error(`a cycle failed: ${JSON.stringify([state, output.end, result])}`);
}

async function lookAround(): Promise<Held> {
  // Twice, because the first collection only queues what has finalizers.
  for (let count = 0; count < 2; count += 1) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const listeners = Object.fromEntries(process.eventNames().map((name) => [String(name), process.listenerCount(name)]));
  const resources: Record<string, number> = {};
  for (const name of process.getActiveResourcesInfo()) resources[name] = (resources[name] ?? 0) + 1;
  const files = await readdir('/proc/self/fd').catch(() => []);
  const { heapUsed, rss } = process.memoryUsage();
  return { listeners, resources, openFiles: files.length, heapMb: heapUsed / 1_048_576, rssMb: rss / 1_048_576 };
}
