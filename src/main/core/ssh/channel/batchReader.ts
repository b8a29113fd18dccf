import { createFrameReader, type Frame } from './frameReader.ts';

/** Bytes of each output of a check that are kept; checks are questions, not downloads. */
export const keptBytesPerOutput = 1024 * 1024;

export type BatchAnswer = { readonly exitCode: number; readonly stdout: Buffer; readonly stderr: Buffer };

/**
 * What became of a batch so far. `stopping`: the host has heard that no further check shall start; of those behind the
 * one that runs now none will. `done` carries what the running check had written when the batch's shell ended.
 */
export type BatchEvent =
  | { readonly kind: 'started' }
  | { readonly kind: 'answer'; readonly answer: BatchAnswer }
  | { readonly kind: 'stopping' }
  | { readonly kind: 'done'; readonly unfinished: BatchAnswer };

type Output = {
  readonly kept: Buffer[];
  keptBytes: number;
  started: boolean;
};

/** One stream of a batch: its finished outputs in order, each with the text of its mark. */
function createOutputReader(marker: string) {
  const reader = createFrameReader(marker);
  const current: Output = { kept: [], keptBytes: 0, started: false };
  const take = (): Buffer => {
    const bytes = Buffer.concat(current.kept);
    current.kept.length = 0;
    current.keptBytes = 0;
    return bytes;
  };
  const finished: { readonly mark: string; readonly bytes: Buffer }[] = [];
  const accept = (frame: Frame): void => {
    if (frame.kind === 'data') {
      const room = keptBytesPerOutput - current.keptBytes;
      if (!current.started || room <= 0) return;
      const bytes = frame.bytes.subarray(0, room);
      current.kept.push(bytes);
      current.keptBytes += bytes.length;
    } else if (frame.text === 'S') {
      current.started = true;
    } else if (frame.text === 'X') {
      // It may stand in the middle of a check's output, which goes on behind it.
      finished.push({ mark: 'X', bytes: Buffer.alloc(0) });
    } else {
      finished.push({ mark: frame.text, bytes: take() });
    }
  };
  return {
    finished,
    hasStarted: () => current.started,
    push: (chunk: Uint8Array): void => reader.push(chunk).forEach(accept),
  };
}

/**
 * Gathers the answers of one batch from its two streams. Whatever was written before the batch's first mark is dropped:
 * it belongs to a banner or to a batch that was killed.
 */
export function createBatchReader(marker: string) {
  const out = createOutputReader(marker);
  const err = createOutputReader(marker);
  let toldStart = false;
  const events = (): readonly BatchEvent[] => {
    const found: BatchEvent[] = [];
    if (out.hasStarted() && !toldStart) {
      toldStart = true;
      found.push({ kind: 'started' });
    }
    for (;;) {
      const [stdout, stderr] = [out.finished[0], err.finished[0]];
      if (stdout?.mark === 'X') {
        out.finished.shift();
        found.push({ kind: 'stopping' });
        continue;
      }
      if (stdout === undefined || stderr === undefined) return found;
      const [kind, status] = stdout.mark.split(' ');
      out.finished.shift();
      // A kill may hit between the two marks of one check: its error output then ends with the batch.
      if (kind === 'E' && stderr.mark.startsWith('D')) err.finished[0] = { mark: stderr.mark, bytes: Buffer.alloc(0) };
      else err.finished.shift();
      const answer = { exitCode: Number(status), stdout: stdout.bytes, stderr: stderr.bytes };
      found.push(kind === 'D' ? { kind: 'done', unfinished: answer } : { kind: 'answer', answer });
    }
  };
  return {
    stdout: (chunk: Uint8Array): readonly BatchEvent[] => (out.push(chunk), events()),
    stderr: (chunk: Uint8Array): readonly BatchEvent[] => (err.push(chunk), events()),
  };
}
