import { PassThrough, type Transform } from 'node:stream';
import type { Clock } from '../../ports/ports.ts';
import type { CommandChannel } from '../shellTransport.ts';
import { behindMarker } from './behindMarker.ts';
import { type StartWord, startWord } from './startedScript.ts';

/** Milliseconds without output after which children that hold the outputs open are no longer waited for. */
const quietMs = 500;

export type CommandOutputs = {
  readonly stdout: PassThrough;
  readonly stderr: PassThrough;
  /** What the wrapper said of itself; null while it has not, or when something else ran in its place. */
  readonly said: () => StartWord | null;
  /** What was written before the command began, such as a login shell's complaint. */
  readonly complaint: () => string;
  readonly connect: (channel: CommandChannel) => void;
  /** Passes on what has come, and ends both outputs: when the channel's have ended or went quiet, or on `hurry`. */
  readonly finish: (hurry: Promise<unknown>) => Promise<void>;
};

/** Both outputs of a command, held back by their readers, without what stands before the marker. */
export function createCommandOutputs(marker: string, clock: Clock): CommandOutputs {
  let said: StartWord | null = null;
  let flowed = 0;
  let sources: CommandChannel | null = null;
  const heard = (text: string): void => void (said ??= startWord(text));
  const out = behindMarker(marker, heard);
  const err = behindMarker(marker, heard);
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  // How it ended is told by the channel's exit, and a reader that gives up must not take the process down.
  for (const stream of [out.stream, err.stream, stdout, stderr]) stream.on('error', () => undefined);
  out.stream.pipe(stdout);
  err.stream.pipe(stderr);

  const passed = Promise.all([stdout, stderr].map((stream) => once(stream)));
  const isHeldBack = (): boolean => sources !== null && (sources.stdout.isPaused() || sources.stderr.isPaused());
  const quiet = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const look = (before: number): void => {
        if (signal.aborted) return;
        if (before === flowed && !isHeldBack()) return resolve();
        const seen = flowed;
        clock.after(quietMs, () => look(seen));
      };
      look(-1);
    });
  return {
    stdout,
    stderr,
    said: () => said,
    complaint: () => `${err.before()}\n${out.before()}`.trim(),
    connect: (channel) => {
      sources = channel;
      const flow = (): void => void (flowed += 1);
      channel.stdout.on('data', flow).pipe(out.stream);
      channel.stderr.on('data', flow).pipe(err.stream);
    },
    finish: async (hurry) => {
      const watch = new AbortController();
      if (sources !== null) await Promise.race([passed, quiet(watch.signal), hurry]);
      watch.abort();
      sources?.stdout.unpipe();
      sources?.stderr.unpipe();
      end(out.stream);
      end(err.stream);
      await Promise.race([passed, hurry]);
    },
  };
}

function end(stream: Transform): void {
  if (!stream.writableEnded) stream.end();
}

function once(stream: PassThrough): Promise<void> {
  return new Promise((resolve) => stream.once('finish', resolve).once('close', resolve));
}
