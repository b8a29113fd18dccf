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
    let { chunks } = stored;
    show({ chunks, lostTail: isOver && stored.lostTail, failure: null });
    if (isOver) return;
    const more = await client.run.follow({ runId, fromIndex: nextIndex(chunks) }, { signal });
    let hasGap = false;
    for await (const chunk of more) {
      if (chunk.index < nextIndex(chunks)) continue;
      hasGap = chunk.index > nextIndex(chunks);
      if (hasGap) break;
      chunks = [...chunks, chunk];
      show({ chunks, lostTail: false, failure: null });
    }
    if (!hasGap) return;
  }
}

function nextIndex(chunks: readonly TranscriptChunk[]): number {
  return (chunks.at(-1)?.index ?? -1) + 1;
}
