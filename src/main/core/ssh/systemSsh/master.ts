import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { secondMs } from '#shared/time/instant.ts';
import { type SshTarget, sshWords } from '../config/readOptions.ts';
import type { SshOptions } from '../config/sshOptions.ts';
import type { ConnectionDeps } from '../connection/openConnection.ts';

/** A running `ssh -M` that others can open sessions through. */
export type Master = {
  readonly socket: string;
  /** Resolves with what it said last, once it has ended. */
  readonly gone: Promise<string>;
  readonly close: () => void;
};

/** It did not get as far as a session; `stderr` is everything it said. */
export class MasterError extends Error {
  readonly stderr: string;
  constructor(stderr: string) {
    super('ssh ended before it was connected.');
    this.name = 'MasterError';
    this.stderr = stderr;
  }
}

const lookEveryMs = 20;
const farewellMs = 2_000;
const keptStderr = 16 * 1024;

/**
 * Starts `ssh -M` on a socket in a private folder and waits until it is logged in. It asks nothing and accepts no key
 * that known_hosts does not have. Rejects with a MasterError, or with the signal's reason; then nothing is left behind.
 */
export async function startMaster(
  target: SshTarget,
  options: SshOptions,
  deps: ConnectionDeps,
  signal: AbortSignal,
): Promise<Master> {
  signal.throwIfAborted();
  // Short, because the path of a socket is limited to about 100 bytes.
  const folder = await mkdtemp(path.join(tmpdir(), 'sr-'));
  const socket = path.join(folder, 's');
  const child = spawn('ssh', [...masterWords(socket, options), ...sshWords(target), '--', target.name], {
    env: deps.environment,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString('utf8')).slice(-keptStderr);
  });
  const gone = endOf(child).then(async (trouble) => {
    await rm(folder, { recursive: true, force: true });
    return `${stderr}${trouble}`;
  });
  const close = (): void => {
    child.kill();
    const stopTimer = deps.clock.after(farewellMs, () => child.kill('SIGKILL'));
    void gone.then(stopTimer);
  };
  try {
    await untilListening(socket, gone, deps, signal);
    return { socket, gone, close };
  } catch (error) {
    close();
    throw error;
  }
}

function masterWords(socket: string, options: SshOptions): readonly string[] {
  const settings: readonly string[] = [
    'BatchMode=yes',
    // What we asked about is in known_hosts by now; nothing else may be accepted, whatever the configuration says.
    'StrictHostKeyChecking=yes',
    'VerifyHostKeyDNS=no',
    'ControlPersist=no',
    'ClearAllForwardings=yes',
    'PermitLocalCommand=no',
    'RemoteCommand=none',
    'Tunnel=no',
    // Older programs do not know the word, and then cannot be told to fork either.
    ...(options.isForking ? ['ForkAfterAuthentication=no'] : []),
    'LogLevel=INFO',
    `ServerAliveInterval=${Math.round(options.serverAliveIntervalMs / secondMs)}`,
    `ServerAliveCountMax=${options.serverAliveCountMax}`,
    `ConnectTimeout=${Math.round(options.connectTimeoutMs / secondMs)}`,
  ];
  return ['-M', '-N', '-T', '-a', '-x', '-S', socket, ...settings.flatMap((setting) => ['-o', setting])];
}

/** Resolves with what went wrong with the process itself, if anything. */
function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', () => resolve(''));
  });
}

/** ssh makes its socket once it is logged in. */
function untilListening(
  socket: string,
  gone: Promise<string>,
  deps: ConnectionDeps,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let stopTimer = (): void => undefined;
    const settle = (outcome: () => void): void => {
      stopTimer();
      signal.removeEventListener('abort', abort);
      outcome();
    };
    const abort = (): void => settle(() => reject(signal.reason as Error));
    signal.addEventListener('abort', abort, { once: true });
    void gone.then((stderr) => settle(() => reject(new MasterError(stderr))));
    const look = (): void => {
      if (existsSync(socket)) settle(resolve);
      else stopTimer = deps.clock.after(lookEveryMs, look);
    };
    look();
  });
}
