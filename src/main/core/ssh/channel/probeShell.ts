import { randomBytes } from 'node:crypto';
import type { Clock } from '../../ports/ports.ts';
import type { CommandChannel, ShellTransport } from '../shellTransport.ts';
import { type BatchEvent, createBatchReader } from './batchReader.ts';
import { probeLoop, signOfLifeMs } from './probeLoop.ts';

/** The long-lived `sh` on the host, which runs one batch at a time. */
export type ProbeShell = {
  /** Runs a batch of `batchPart`s; tells what becomes of it until `done`, before which there must be no other. */
  readonly run: (batch: string, hear: (event: BatchEvent) => void) => void;
  /** No further check of the batch is to be started; answered by `stopping`. */
  readonly stop: () => void;
  /** Ends the batch and everything it started. */
  readonly kill: () => void;
  /** Resolves with the reason once the shell is gone. Never rejects. */
  readonly gone: Promise<string>;
  readonly close: () => void;
};

type Hear = (chunk: Uint8Array) => void;
type Listener = { stdout: Hear; stderr: Hear };

/** Longest banner that is searched for our first word, and longest complaint that is quoted. */
const longestBannerBytes = 1024 * 1024;
const longestComplaint = 300;
const ignore = (): void => undefined;

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
  const marker = randomBytes(16).toString('hex');
  const ready = { first: randomBytes(12).toString('hex'), second: randomBytes(12).toString('hex') };
  const gone = channel.exit.then((exit) => {
    if (exit.kind === 'lost') return exit.text;
    return `The shell on the host ended (${exit.kind === 'exited' ? `status ${exit.code}` : exit.signal}).`;
  });
  const complaint: Buffer[] = [];
  const listener: Listener = { stdout: ignore, stderr: (chunk) => complaint.push(Buffer.from(chunk)) };
  channel.stdout.on('data', (chunk: Uint8Array) => listener.stdout(chunk));
  channel.stderr.on('data', (chunk: Uint8Array) => listener.stderr(chunk));
  const listens = hearsWord(`${ready.first}${ready.second}\n`, listener);
  channel.stdin.write(probeLoop(marker, ready));
  const died = gone.then((why) => {
    const said = Buffer.concat(complaint).toString('utf8').trim().slice(0, longestComplaint);
    throw new Error(`No usable sh on the host. ${said === '' ? why : `It said: ${said}`}`);
  });
  await raceAbort(Promise.race([listens, died]), signal);
  listener.stdout = listener.stderr = ignore;
  return handle(channel, { clock, gone, listener, marker });
}

/** Resolves once the word stands in the output, behind whatever banner. */
function hearsWord(word: string, listener: Listener): Promise<void> {
  return new Promise((resolve) => {
    let seen: Buffer = Buffer.alloc(0);
    listener.stdout = (chunk) => {
      seen = Buffer.concat([seen, chunk]);
      if (seen.includes(word)) resolve();
      if (seen.length > longestBannerBytes) seen = seen.subarray(-2 * word.length);
    };
  });
}

function handle(
  channel: CommandChannel,
  on: {
    readonly clock: Clock;
    readonly gone: Promise<string>;
    readonly listener: Listener;
    readonly marker: string;
  },
): ProbeShell {
  const { clock, gone, listener, marker } = on;
  const send = (line: string): void => void channel.stdin.write(`${line}\n`);
  let stopSigns = ignore;
  const signLater = (): void => {
    stopSigns = clock.after(signOfLifeMs, () => {
      send('p');
      signLater();
    });
  };
  signLater();
  void gone.then(() => stopSigns());
  return {
    gone,
    run: (batch, hear) => {
      const reader = createBatchReader(marker);
      listener.stdout = (chunk) => reader.stdout(chunk).forEach(hear);
      listener.stderr = (chunk) => reader.stderr(chunk).forEach(hear);
      send(`r ${marker} ${batch}`);
    },
    stop: () => send(`s ${marker}`),
    kill: () => send('k'),
    close: () => {
      stopSigns();
      channel.stdin.end();
      channel.close();
    },
  };
}

async function raceAbort<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  signal.throwIfAborted();
  let abort = ignore;
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
