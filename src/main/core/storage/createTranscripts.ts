import type { TranscriptChunk } from '#shared/run/run.ts';
import type { Clock, Logger, Stop } from '../ports/ports.ts';
import { createListeners, type Listeners } from './createListeners.ts';
import { createRedactor, type Redactor } from '../ssh/channel/redactor.ts';
import { StorageError } from './storageError.ts';
import { createTranscriptFile, readTranscriptFile, type TranscriptFile } from './transcriptFiles.ts';
import { type PlacedChunk, sizeOf } from './transcriptLines.ts';
import type { Transcripts, TranscriptWriter } from './transcripts.ts';

const flushMs = 250;
const flushChars = 262_144;
const chunkChars = 32_768;

type Piece = {
  readonly at: number;
  readonly step: number;
  readonly stream: TranscriptChunk['stream'];
  readonly text: string;
};
type OpenTranscript = TranscriptWriter & { readonly flush: () => void };

/**
 * Transcripts as files of a folder. Output is gathered for at most 250 ms, then written and only then shown. A disk
 * that refuses does not stop the run: the output is still shown, and the transcript counts as having lost its tail.
 */
export function createTranscripts(deps: {
  readonly folder: string;
  readonly clock: Clock;
  readonly logger: Logger;
}): Transcripts & { readonly close: () => void } {
  const open = new Map<string, OpenTranscript>();
  const listeners = new Map<string, Listeners<TranscriptChunk>>();

  function tell(runId: string, chunks: readonly TranscriptChunk[]): void {
    for (const chunk of chunks) listeners.get(runId)?.tell(chunk);
  }

  return {
    open: (runId, secrets) => {
      checkRunId(runId);
      open.get(runId)?.close();
      const writer = openTranscript({ ...deps, runId, secrets, tell, closed: () => open.delete(runId) });
      open.set(runId, writer);
      return writer;
    },
    read: (runId) => {
      checkRunId(runId);
      open.get(runId)?.flush();
      const { chunks, isEnded } = readTranscriptFile(deps.folder, runId);
      return { chunks, lostTail: !isEnded && !open.has(runId) };
    },
    onChunk: (runId, listener): Stop => {
      const ofRun = listeners.get(runId) ?? createListeners<TranscriptChunk>(deps.logger, 'transcript');
      listeners.set(runId, ofRun);
      const stop = ofRun.add(listener);
      return () => {
        stop();
        if (ofRun.isEmpty() && listeners.get(runId) === ofRun) listeners.delete(runId);
      };
    },
    close: () => {
      for (const writer of open.values()) writer.close();
    },
  };
}

function openTranscript(deps: {
  readonly folder: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly runId: string;
  readonly secrets: readonly string[];
  readonly tell: (runId: string, chunks: readonly TranscriptChunk[]) => void;
  readonly closed: () => void;
}): OpenTranscript {
  const { clock, runId } = deps;
  const redacted = redactedStreams(deps.secrets);
  const disk = toleratingDisk(deps);
  let pending: Piece[] = [];
  let pendingChars = 0;
  let stopTimer: Stop | null = null;
  let index = 0;
  let offset = 0;
  let isClosed = false;

  function flush(): void {
    stopTimer?.();
    stopTimer = null;
    const chunks = gathered(pending).map((piece) => {
      const chunk = placed(piece, index, offset);
      index += 1;
      offset += sizeOf(piece);
      return chunk;
    });
    pending = [];
    pendingChars = 0;
    disk((file) => file.append(chunks));
    deps.tell(
      runId,
      chunks.map(({ offset: _offset, ...chunk }) => chunk),
    );
  }

  function take(pieces: readonly Omit<Piece, 'at'>[]): void {
    for (const piece of pieces) {
      pending.push({ ...piece, at: clock.now() });
      pendingChars += piece.text.length;
    }
    if (pendingChars >= flushChars) flush();
    else if (pending.length > 0) stopTimer ??= clock.after(flushMs, flush);
  }

  return {
    write: (step, stream, text) => {
      if (!isClosed) take(redacted.push(step, stream, text));
    },
    flush,
    close: () => {
      if (isClosed) return;
      isClosed = true;
      take(redacted.end());
      flush();
      disk((file) => file.finish());
      deps.closed();
    },
  };
}

/** After the first refusal nothing more is tried, so that no end mark hides what is missing. */
function toleratingDisk(deps: { readonly folder: string; readonly runId: string; readonly logger: Logger }) {
  let file: TranscriptFile | null = null;
  let hasFailed = false;
  return (use: (file: TranscriptFile) => void): void => {
    if (hasFailed) return;
    try {
      file ??= createTranscriptFile(deps.folder, deps.runId);
      use(file);
    } catch (cause) {
      hasFailed = true;
      const error = cause instanceof Error ? cause.message : String(cause);
      deps.logger.error('a transcript cannot be written', { runId: deps.runId, error });
    }
  };
}

/** One redactor for each stream of a step; a new step lets go what the steps before it held back. */
function redactedStreams(secrets: readonly string[]) {
  const redactors = new Map<string, { step: number; stream: TranscriptChunk['stream']; redactor: Redactor }>();
  function end(isDone: (step: number) => boolean) {
    const done = [...redactors].filter(([, { step }]) => isDone(step));
    for (const [key] of done) redactors.delete(key);
    return done.map(([, { step, stream, redactor }]) => ({ step, stream, text: redactor.end() })).filter(isSomething);
  }
  return {
    push: (step: number, stream: TranscriptChunk['stream'], text: string) => {
      const earlier = end((other) => other !== step);
      const key = `${step} ${stream}`;
      const entry = redactors.get(key) ?? { step, stream, redactor: createRedactor(secrets) };
      redactors.set(key, entry);
      return [...earlier, { step, stream, text: entry.redactor.push(text) }].filter(isSomething);
    },
    end: () => end(() => true),
  };
}

function isSomething(piece: { readonly text: string }): boolean {
  return piece.text !== '';
}

/** Neighbours of one stream joined, then parted so that no chunk is large. */
function gathered(pieces: readonly Piece[]): readonly Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last !== undefined && last.step === piece.step && last.stream === piece.stream) {
      joined[joined.length - 1] = { ...last, text: last.text + piece.text };
    } else joined.push(piece);
  }
  return joined.flatMap(({ at, step, stream, text }) => parts(text).map((part) => ({ at, step, stream, text: part })));
}

function placed(piece: Piece, index: number, offset: number): PlacedChunk {
  return { ...piece, index, offset };
}

/** Never parts a surrogate pair. */
function parts(text: string): readonly string[] {
  const result: string[] = [];
  for (let from = 0; from < text.length;) {
    const code = text.charCodeAt(from + chunkChars - 1);
    const until = from + chunkChars - (code >= 0xd8_00 && code <= 0xdb_ff ? 1 : 0);
    result.push(text.slice(from, until));
    from = until;
  }
  return result;
}

/** Run ids become file names. */
function checkRunId(runId: string): void {
  if (/^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/.test(runId)) return;
  throw new StorageError(`The run id ${JSON.stringify(runId)} cannot name a file`, 'Use letters, digits, - and _.');
}
