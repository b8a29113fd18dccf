import { useEffect, useState } from 'react';
import type { Run, TranscriptChunk } from '#shared/run/run.ts';
import type { CoreClient } from '../client/coreClient.ts';
import { failureOf, type Failure } from '../client/failureOf.ts';
import { useDeskStore } from './useDesk.ts';

export type TranscriptView = {
  readonly chunks: readonly TranscriptChunk[];
  /** The process that wrote it died before the end was stored. */
  readonly lostTail: boolean;
  readonly failure: Failure | null;
};

const paintEveryMs = 60;
const empty: TranscriptView = { chunks: [], lostTail: false, failure: null };

/** A run's output: what is stored, then what comes. A gap in the lossy stream asks for the whole again. */
export function useTranscript(run: Run): TranscriptView {
  const connection = useDeskStore((store) => store.connection);
  const [view, setView] = useState<TranscriptView>(empty);
  const isOver = run.stage === 'ended';
  useEffect(() => {
    if (connection === null) return undefined;
    const leaving = new AbortController();
    const show = (next: TranscriptView): void => {
      if (!leaving.signal.aborted) setView(next);
    };
    follow(connection.client, run.id, isOver, leaving.signal, show).catch((error: unknown) => {
      if (!leaving.signal.aborted) setView((last) => ({ ...last, failure: failureOf(error) }));
    });
    return () => leaving.abort();
  }, [connection, run.id, isOver]);
  return view;
}

async function follow(
  client: CoreClient,
  runId: string,
  isOver: boolean,
  signal: AbortSignal,
  show: (view: TranscriptView) => void,
): Promise<void> {
  while (!signal.aborted) {
    const stored = await client.run.transcript({ runId }, { signal });
    const chunks = [...stored.chunks];
    show({ chunks: [...chunks], lostTail: isOver && stored.lostTail, failure: null });
    if (isOver) return;
    const more = await client.run.follow({ runId, fromIndex: nextIndex(chunks) }, { signal });
    if (!(await followChunks(more, chunks, show))) return;
  }
}

/** Shows chunks as they come, gathered so that a fast command does not repaint for each; true when one is missing. */
async function followChunks(
  more: AsyncIterable<TranscriptChunk>,
  chunks: TranscriptChunk[],
  show: (view: TranscriptView) => void,
): Promise<boolean> {
  let waiting: ReturnType<typeof setTimeout> | null = null;
  const paint = (): void => {
    waiting = null;
    show({ chunks: [...chunks], lostTail: false, failure: null });
  };
  try {
    for await (const chunk of more) {
      if (chunk.index < nextIndex(chunks)) continue;
      if (chunk.index > nextIndex(chunks)) return true;
      chunks.push(chunk);
      waiting ??= setTimeout(paint, paintEveryMs);
    }
    return false;
  } finally {
    if (waiting !== null) clearTimeout(waiting);
    paint();
  }
}

function nextIndex(chunks: readonly TranscriptChunk[]): number {
  return (chunks.at(-1)?.index ?? -1) + 1;
}
