import { randomBytes } from 'node:crypto';
import type { Clock } from '../../ports/ports.ts';
import type { CommandChannel, ShellTransport } from '../shellTransport.ts';
import { probeLoop, signOfLifeMs } from './probeLoop.ts';

/** The long-lived `sh` on the host, ready for messages of one line each. */
export type ProbeShell = {
  readonly send: (line: string) => void;
  /** What the shell writes from now on; one listener, until the next call. */
  readonly listen: (listener: ShellListener) => void;
  /** Resolves with the reason once the shell is gone. Never rejects. */
  readonly gone: Promise<string>;
  readonly close: () => void;
};

export type ShellListener = {
  readonly stdout: (chunk: Uint8Array) => void;
  readonly stderr: (chunk: Uint8Array) => void;
};

/** Longest banner that is searched for our first word, and longest complaint that is quoted. */
const longestBannerBytes = 1024 * 1024;
const longestComplaint = 300;

/**
 * Starts the probe loop and waits until it says that it listens. Rejects with an Error whose message says what the
 * host did instead, or with the signal's reason.
 */
export async function openProbeShell(
  transport: ShellTransport,
  clock: Clock,
  signal: AbortSignal,
): Promise<ProbeShell> {
  // Every login shell understands these two words.
  const channel = await transport.openCommand('exec sh', signal);
  try {
    return await startLoop(channel, clock, signal);
  } catch (error) {
    channel.close();
    throw error;
  }
}

async function startLoop(channel: CommandChannel, clock: Clock, signal: AbortSignal): Promise<ProbeShell> {
  const ready = { first: randomBytes(12).toString('hex'), second: randomBytes(12).toString('hex') };
  const gone = channel.exit.then((exit) => {
    if (exit.kind === 'lost') return exit.text;
    return `The shell on the host ended (${exit.kind === 'exited' ? `status ${exit.code}` : exit.signal}).`;
  });
  const complaint: Buffer[] = [];
  let listener: ShellListener = { stdout: () => undefined, stderr: (chunk) => complaint.push(Buffer.from(chunk)) };
  channel.stdout.on('data', (chunk: Uint8Array) => listener.stdout(chunk));
  channel.stderr.on('data', (chunk: Uint8Array) => listener.stderr(chunk));

  const listens = new Promise<void>((resolve) => {
    let seen: Buffer = Buffer.alloc(0);
    listener = {
      ...listener,
      stdout: (chunk) => {
        seen = Buffer.concat([seen, chunk]);
        if (seen.includes(`${ready.first}${ready.second}\n`)) resolve();
        if (seen.length > longestBannerBytes) seen = seen.subarray(-ready.first.length * 4);
      },
    };
  });
  channel.stdin.write(probeLoop(ready));
  await raceAbort(
    Promise.race([
      listens,
      gone.then((why) => {
        const said = Buffer.concat(complaint).toString('utf8').trim().slice(0, longestComplaint);
        throw new Error(`No usable sh on the host. ${said === '' ? why : `It said: ${said}`}`);
      }),
    ]),
    signal,
  );
  listener = { stdout: () => undefined, stderr: () => undefined };
  return handle(channel, clock, gone, (next) => (listener = next));
}

function handle(
  channel: CommandChannel,
  clock: Clock,
  gone: Promise<string>,
  listen: (listener: ShellListener) => void,
): ProbeShell {
  let stopSigns = (): void => undefined;
  const signLater = (): void => {
    stopSigns();
    stopSigns = clock.after(signOfLifeMs, () => {
      channel.stdin.write('p\n');
      signLater();
    });
  };
  signLater();
  void gone.then(() => stopSigns());
  return {
    gone,
    listen,
    send: (line) => {
      channel.stdin.write(`${line}\n`);
      signLater();
    },
    close: () => {
      stopSigns();
      channel.stdin.end();
      channel.close();
    },
  };
}

async function raceAbort<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  signal.throwIfAborted();
  let abort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason)));
    signal.addEventListener('abort', abort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
