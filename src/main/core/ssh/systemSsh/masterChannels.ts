import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { PassThrough, type Readable } from 'node:stream';
import type { Stop } from '../../ports/ports.ts';
import type { ConnectionDeps } from '../connection/openConnection.ts';
import { createSessionQueue, lossOf, SessionRefusedError } from '../connection/sessionQueue.ts';
import type { CommandChannel, CommandExit, ShellTransport } from '../shellTransport.ts';
import { complaintOf } from './classifySystemSsh.ts';
import type { Master } from './master.ts';

/** What ssh prints at debug level 1 once the master has opened the session; nothing of its own follows. */
const sessionOpened = /debug1: mux_client_request_session: master session id: \d+\r?\n/;
/** The status of ssh itself when it fails, and also that of a command that ends with it. */
const sshFailed = 255;
/** Milliseconds within which a master that was lost is seen to be gone. */
const masterGoneMs = 300;

/** Commands through the socket of a master, each an `ssh` of its own. */
export function masterChannels(
  master: Master,
  deps: ConnectionDeps,
): ShellTransport & { readonly onCrowded: (listener: () => void) => Stop } {
  const queue = createSessionQueue(deps.clock, lossOf(master.gone));
  return {
    openCommand: (command, signal) =>
      queue.open(async () => {
        const { child, stderr } = await openSession(master, command, deps, signal);
        return {
          channel: channelOf(child, stderr, master, deps),
          onClosed: (listener) => void child.once('close', listener),
        };
      }, signal),
    onCrowded: queue.onCrowded,
  };
}

/** Resolves once the command runs; what ssh said until then is not part of its output. */
async function openSession(
  master: Master,
  command: string,
  deps: ConnectionDeps,
  signal: AbortSignal,
): Promise<{ readonly child: ChildProcessWithoutNullStreams; readonly stderr: Readable }> {
  signal.throwIfAborted();
  const settings = ['LogLevel=DEBUG1', 'BatchMode=yes', 'StrictHostKeyChecking=yes', 'ControlMaster=no'];
  // Without a master ssh would connect by itself: it must fail instead.
  const words = [...settings, 'ProxyCommand=false'].flatMap((setting) => ['-o', setting]);
  const child = spawn('ssh', ['-F', 'none', '-S', master.socket, '-T', ...words, '--', 'master', command], {
    env: deps.environment,
    stdio: 'pipe',
  });
  const stderr = new PassThrough();
  for (const stream of [child.stdin, child.stdout, child.stderr, stderr]) stream.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    let said = '';
    const settle = (outcome: () => void): void => {
      child.stderr.off('data', hear);
      child.off('close', end).off('error', fail);
      signal.removeEventListener('abort', abort);
      outcome();
    };
    const hear = (chunk: Buffer): void => {
      // latin1 keeps each byte, since the command's own output may follow in the same piece.
      said += chunk.toString('latin1');
      const opened = sessionOpened.exec(said);
      if (opened === null) return;
      settle(() => {
        stderr.write(Buffer.from(said.slice(opened.index + opened[0].length), 'latin1'));
        child.stderr.pipe(stderr);
        resolve();
      });
    };
    const end = (): void => {
      const isRefused = /session request failed: Session open refused/i.test(said);
      settle(() => reject(isRefused ? new SessionRefusedError() : new Error(complaintOf(said))));
    };
    const fail = (error: Error): void => settle(() => reject(error));
    const abort = (): void => {
      child.kill();
      settle(() => reject(signal.reason as Error));
    };
    child.stderr.on('data', hear);
    child.once('close', end).once('error', fail);
    signal.addEventListener('abort', abort, { once: true });
  });
  return { child, stderr };
}

function channelOf(
  child: ChildProcessWithoutNullStreams,
  stderr: Readable,
  master: Master,
  deps: ConnectionDeps,
): CommandChannel {
  let settle = (_exit: CommandExit): void => undefined;
  const exit = new Promise<CommandExit>((resolve) => {
    settle = resolve;
    child.once('exit', (code, killedBy) => {
      if (code === null) return resolve({ kind: 'lost', text: `The local ssh was killed (${killedBy}).` });
      if (code !== sshFailed) return resolve({ kind: 'exited', code });
      const stopTimer = deps.clock.after(masterGoneMs, () => resolve({ kind: 'exited', code }));
      void master.gone.then((why) => {
        stopTimer();
        resolve({ kind: 'lost', text: `The connection was lost: ${complaintOf(why)}` });
      });
    });
  });
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    stderr,
    exit,
    close: () => {
      for (const stream of [child.stdin, child.stdout, child.stderr, stderr]) stream.destroy();
      child.kill();
      settle({ kind: 'lost', text: 'The channel was closed here.' });
    },
  };
}
