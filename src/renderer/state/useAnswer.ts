import { useEffect, useRef, useState } from 'react';
import type { CoreClient } from '../client/coreClient.ts';
import { failureOf, type Failure } from '../client/failureOf.ts';
import { openedConnection } from './request.ts';
import { useDeskStore } from './useDesk.ts';

export type Answer<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly value: T }
  | { readonly kind: 'failed'; readonly failure: Failure };

/**
 * The answer to a query: asked when `subject` changes, and again when `version` changes or after a reconnect, while the
 * earlier answer stays on screen. A null subject asks nothing.
 */
export function useAnswer<T>(
  subject: string | null,
  ask: (client: CoreClient) => Promise<T>,
  version?: unknown,
): Answer<T> {
  const connection = useDeskStore((store) => store.connection);
  const [answer, setAnswer] = useState<{ readonly subject: string | null; readonly answer: Answer<T> } | null>(null);
  const newestAsk = useRef(ask);
  useEffect(() => {
    newestAsk.current = ask;
  });
  useEffect(() => {
    if (subject === null || connection === null) return undefined;
    let isWanted = true;
    const settle = (settled: Answer<T>): void => {
      if (isWanted) setAnswer({ subject, answer: settled });
    };
    openedConnection()
      .then(({ client }) => newestAsk.current(client))
      .then((value) => settle({ kind: 'ready', value }))
      .catch((error: unknown) => settle({ kind: 'failed', failure: failureOf(error) }));
    return () => {
      isWanted = false;
    };
  }, [subject, version, connection]);
  return answer === null || answer.subject !== subject ? { kind: 'loading' } : answer.answer;
}
