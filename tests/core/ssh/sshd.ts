import { until } from '#tests/support/until.ts';
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

export const run = promisify(execFile);
export const me = userInfo().username;

/** A folder of a test's own for keys, configurations and logs. */
export async function makeFolder(): Promise<string> {
  return await mkdtemp(path.join(tmpdir(), 'sitrep-ssh-'));
}

export async function makeKey(file: string, type = 'ed25519', passphrase = ''): Promise<string> {
  await run('ssh-keygen', ['-q', '-t', type, '-N', passphrase, '-C', path.basename(file), '-f', file]);
  return file;
}

export async function readPublicKey(file: string): Promise<string> {
  return (await readFile(`${file}.pub`, 'utf8')).split(' ').slice(0, 2).join(' ');
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Resolves once something accepts connections on the port. */
export async function untilListening(port: number): Promise<void> {
  await until(
    () =>
      new Promise<boolean>((resolve) => {
        const socket = connect(port, '127.0.0.1');
        socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
        socket.once('connect', () => socket.destroy());
      }),
  );
}

export type Sshd = {
  readonly port: number;
  readonly folder: string;
  /** The private host key; `.pub` beside it. */
  readonly hostKey: string;
  readonly log: () => Promise<string>;
  readonly stop: () => Promise<void>;
};

export type SshdOptions = {
  readonly folder: string;
  /** Public key lines that may log in. */
  readonly authorized?: readonly string[];
  readonly lines?: readonly string[];
  readonly hostKey?: string;
  readonly port?: number;
  readonly hostKeyType?: string;
  /** What it listens on; 127.0.0.1 where absent. */
  readonly address?: string;
};

/** A real OpenSSH server on loopback, as the user who runs the tests. */
export async function startSshd(options: SshdOptions): Promise<Sshd> {
  if (userInfo().uid === 0) await mkdir('/run/sshd', { recursive: true });
  const folder = await mkdtemp(path.join(options.folder, 'sshd-'));
  const hostKey = options.hostKey ?? (await makeKey(path.join(folder, 'host_key'), options.hostKeyType));
  const port = options.port ?? (await freePort());
  const file = (name: string): string => path.join(folder, name);
  await writeFile(file('authorized_keys'), `${(options.authorized ?? []).join('\n')}\n`, { mode: 0o600 });
  const lines = [
    ...(options.lines ?? []),
    `Port ${port}`,
    `ListenAddress ${options.address ?? '127.0.0.1'}`,
    `HostKey ${hostKey}`,
    `AuthorizedKeysFile ${file('authorized_keys')}`,
    `PidFile ${file('pid')}`,
    'StrictModes no',
    'UsePAM no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'LogLevel VERBOSE',
    'Subsystem sftp internal-sftp',
  ];
  await writeFile(file('conf'), `${lines.join('\n')}\n`);
  const child = spawn('/usr/sbin/sshd', ['-D', '-f', file('conf'), '-E', file('log')], { stdio: 'ignore' });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await untilListening(port);
  return {
    port,
    folder,
    hostKey,
    log: () => readFile(file('log'), 'utf8'),
    stop: async () => {
      child.kill();
      await exited;
    },
  };
}

/** Why dropbear cannot be tried here; null where it can. */
export const dropbearUnavailable =
  userInfo().uid === 0 && process.platform === 'linux' ? null : 'it needs root, to give dropbear a ~/.ssh of its own';

/** Starts dropbear, another SSH server. It reads `~/.ssh` only, so it gets one of its own in a private mount namespace. */
export async function startDropbear(options: { folder: string; authorized: readonly string[] }): Promise<Sshd> {
  const folder = await mkdtemp(path.join(options.folder, 'dropbear-'));
  const hostKey = path.join(folder, 'host_key');
  await run('dropbearkey', ['-t', 'ed25519', '-f', hostKey]);
  const port = await freePort();
  const home = path.join(userInfo().homedir, '.ssh');
  const own = path.join(folder, 'ssh');
  await mkdir(home, { recursive: true, mode: 0o700 });
  await mkdir(own, { mode: 0o700 });
  await writeFile(path.join(own, 'authorized_keys'), `${options.authorized.join('\n')}\n`, { mode: 0o600 });
  const words = ['-F', '-E', '-s', '-r', hostKey, '-p', `127.0.0.1:${port}`, '-P', path.join(folder, 'pid')];
  const script = 'mount --bind "$1" "$2" && shift 2 && exec /usr/sbin/dropbear "$@"';
  const child = spawn('unshare', ['--mount', 'sh', '-c', script, 'sh', own, home, ...words], { stdio: 'ignore' });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await untilListening(port);
  return {
    port,
    folder,
    hostKey,
    log: () => Promise.resolve(''),
    stop: async () => {
      child.kill();
      await exited;
    },
  };
}

/** Kills the server's processes behind each connection to this port, so that the connections break. */
export async function breakConnections(port: number): Promise<void> {
  const { stdout } = await run('ss', ['-tnpH', `sport = :${port}`]);
  for (const found of new Set(stdout.match(/(?<=pid=)\d+/g))) {
    try {
      process.kill(Number(found), 'SIGKILL');
    } catch (error) {
      // The two processes of a connection end with each other.
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }
}

export type Agent = {
  readonly socket: string;
  readonly add: (file: string) => Promise<void>;
  readonly stop: () => void;
};

export async function startAgent(folder: string): Promise<Agent> {
  const socket = path.join(folder, `agent-${process.hrtime.bigint()}`);
  const child = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
  await until(() => existsSync(socket), 'the agent');
  return {
    socket,
    add: async (file) => {
      await run('ssh-add', ['-q', file], { env: { ...process.env, SSH_AUTH_SOCK: socket } });
    },
    stop: () => child.kill(),
  };
}
