import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually } from '#tests/support/eventually.ts';

export type EngineName = 'docker' | 'podman';

/** A real container engine with its own storage, that knows one image: `bb`, a busybox. */
export type Engine = {
  readonly name: EngineName;
  /** A command of this name for the path of a host: it speaks to this engine alone. */
  readonly standIn: string;
  readonly run: (...words: string[]) => string;
  /** A container that runs in the background. */
  readonly start: (name: string, words: readonly string[], command: readonly string[]) => void;
  /** Ends the engine's daemon, where it has one. */
  readonly stop: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Limits that a container may have here; without them it asks for more than the machine has. */
const usual = ['--network', 'none', '--ulimit', 'nofile=1024:1024', '--ulimit', 'nproc=1024:1024'];

/** Starts an engine and a container on it, or says why that cannot be done here. */
export async function openEngine(name: EngineName): Promise<Engine | { readonly missing: string }> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return { missing: 'it needs root on Linux' };
  const folder = mkdtempSync(path.join(tmpdir(), `sitrep-${name}-`));
  const engine = name === 'docker' ? dockerIn(folder) : podmanIn(folder);
  try {
    await engine.ready();
    const image = path.join(folder, 'image.tar');
    packBusybox(folder, image);
    engine.run('import', image, 'bb');
    engine.start('first', [], ['sleep', '1']);
    return engine;
  } catch (error) {
    await engine.close();
    return { missing: (error instanceof Error ? error.message : String(error)).split('\n').slice(0, 3).join(' ') };
  }
}

type Starting = Engine & { readonly ready: () => Promise<void> };

function engineOf(name: EngineName, words: readonly string[], folder: string): Omit<Starting, 'stop' | 'ready'> {
  const run = (...more: string[]): string =>
    execFileSync(words[0] ?? name, [...words.slice(1), ...more], { encoding: 'utf8', stdio: 'pipe' });
  return {
    name,
    standIn: `#!/bin/sh\nexec ${words.join(' ')} "$@"\n`,
    run,
    start: (container, more, command) =>
      void run('run', '-d', '--name', container, ...usual, ...more, 'bb', ...command),
    close: async () => {
      unmountBelow(folder);
      rmSync(folder, { recursive: true, force: true });
      await Promise.resolve();
    },
  };
}

/** Podman leaves the memory of a container mounted that ends just while it is removed; innermost first. */
function unmountBelow(folder: string): void {
  const places = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((place) => place.startsWith(`${folder}/`));
  for (const place of places.toReversed()) execFileSync('umount', [place], { stdio: 'pipe' });
}

function podmanIn(folder: string): Starting {
  const words = ['/usr/bin/podman', '--root', path.join(folder, 'store'), '--runroot', path.join(folder, 'run')];
  const settings = ['--storage-driver', 'vfs', '--cgroup-manager', 'cgroupfs', '--events-backend', 'file'];
  const engine = engineOf('podman', [...words, ...settings, '--runtime', 'runc'], folder);
  return {
    ...engine,
    ready: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    close: async () => {
      try {
        for (const id of engine.run('ps', '-aq').split('\n').filter(Boolean)) engine.run('rm', '-f', '-t', '0', id);
      } finally {
        await engine.close();
      }
    },
  };
}

function dockerIn(folder: string): Starting {
  const socket = path.join(folder, 'socket');
  const engine = engineOf('docker', ['/usr/bin/docker', '-H', `unix://${socket}`], folder);
  let daemon: ChildProcess | null = null;
  const stop = async (): Promise<void> => {
    if (daemon === null || daemon.exitCode !== null) return;
    // Containers that stay would each be waited for.
    for (const id of engine.run('ps', '-aq').split('\n').filter(Boolean)) engine.run('rm', '-f', id);
    const ended = new Promise((resolve) => daemon?.once('exit', resolve));
    daemon.kill();
    await ended;
  };
  return {
    ...engine,
    ready: async () => {
      const places = ['--data-root', path.join(folder, 'data'), '--exec-root', path.join(folder, 'exec')];
      const words = [
        '--shutdown-timeout',
        '1',
        '--iptables=false',
        '--bridge=none',
        '--storage-driver',
        'vfs',
        '-H',
        `unix://${socket}`,
      ];
      daemon = spawn('dockerd', [...words, ...places, '--pidfile', path.join(folder, 'pid')], { stdio: 'ignore' });
      const failed = new Promise<never>((_, reject) => {
        daemon?.once('error', reject);
        daemon?.once('exit', (code) => reject(new Error(`dockerd ended with status ${code}`)));
      });
      await Promise.race([failed, eventually(() => answers(socket))]);
    },
    stop,
    close: async () => {
      try {
        await stop();
      } finally {
        await engine.close();
      }
    },
  };
}

const answers = (socket: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const connection = createConnection(socket, () => {
      connection.destroy();
      resolve();
    });
    connection.on('error', reject);
  });

/** A root folder with busybox, the libraries that it needs, and a name for each of a few tools. */
function packBusybox(folder: string, image: string): void {
  const root = path.join(folder, 'root');
  mkdirSync(path.join(root, 'bin'), { recursive: true });
  const libraries = execFileSync('ldd', ['/usr/bin/busybox'], { encoding: 'utf8' }).match(/\/\S+/g) ?? [];
  for (const file of ['/usr/bin/busybox', ...libraries]) {
    mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
    copyFileSync(file, path.join(root, file));
  }
  copyFileSync('/usr/bin/busybox', path.join(root, 'bin/busybox'));
  for (const tool of ['sh', 'sleep', 'true', 'false', 'cat', 'test'])
    symlinkSync('busybox', path.join(root, 'bin', tool));
  execFileSync('tar', ['-C', root, '-cf', image, ...readdirSync(root)]);
}
