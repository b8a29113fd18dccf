import type { TranscriptChunk } from '#shared/run/run.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import { createBell } from './bell.ts';
import type { CoreServices } from './coreServices.ts';

/** Chunks that wait for a slow reader; beyond it they are dropped here and read from the disk again. */
const waitingLimit = 2_000;

/** A run's output from a chunk on: what is stored, then what comes, until the run ended or the signal ends it. */
export async function* followRun(
  services: Pick<CoreServices, 'journal' | 'transcripts'>,
  runId: string,
  fromIndex: number,
  signal: AbortSignal,
): AsyncGenerator<TranscriptChunk> {
  const bell = createBell(signal);
  const hasEnded = () => {
    const run = services.journal.state().runs[runId];
    if (run === undefined) throw unknownRun(runId);
    return run.stage === 'ended';
  };
  let waiting: TranscriptChunk[] = [];
  let nextIndex = fromIndex;
  const stored = () => services.transcripts.read(runId).chunks.filter((chunk) => chunk.index >= nextIndex);
  const stops = [
    services.transcripts.onChunk(runId, (chunk) => {
      if (waiting.length >= waitingLimit) waiting = [];
      waiting.push(chunk);
      bell.ring();
    }),
    services.journal.onAppended(bell.ring),
  ];
  try {
    let ended = hasEnded();
    let chunks: readonly TranscriptChunk[] = stored();
    while (!signal.aborted) {
      for (const chunk of chunks) {
        if (chunk.index < nextIndex) continue;
        nextIndex = chunk.index + 1;
        yield chunk;
      }
      if (ended) return;
      if (waiting.length === 0 && !hasEnded()) await bell.rung();
      // The last look at the disk comes after the end was seen, so that nothing between the two is missed.
      ended = hasEnded();
      const isBehind = waiting[0] !== undefined && waiting[0].index > nextIndex;
      chunks = ended || isBehind ? [...stored(), ...waiting] : waiting;
      waiting = [];
    }
  } finally {
    for (const stop of stops) stop();
  }
}

function unknownRun(runId: string): RequestError {
  return new RequestError(
    'NOT_FOUND',
    `There is no run ${runId}.`,
    'Reload the window; it may be from another folder.',
  );
}
