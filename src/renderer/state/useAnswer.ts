import { useEffect, useRef, useState } from 'react';
import type { CoreClient } from '../client/coreClient.ts';
import { failureOf, type Failure } from '../client/failureOf.ts';
import { useDeskStore } from './useDesk.ts';

export type Answer<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly value: T }
  | { readonly kind: 'failed'; readonly failure: Failure };

type Settled<T> = { readonly subject: string; readonly version: unknown; readonly answer: Answer<T> };

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
  const [settled, setSettled] = useState<Settled<T> | null>(null);
  const newestAsk = useRef(ask);
  useEffect(() => {
    newestAsk.current = ask;
  });
  useEffect(() => {
    if (subject === null || connection === null) return undefined;
    let isWanted = true;
    const settle = (answer: Answer<T>): void => {
      if (isWanted) setSettled({ subject, version, answer });
    };
    newestAsk
      .current(connection.client)
      .then((value) => settle({ kind: 'ready', value }))
      .catch((error: unknown) => settle({ kind: 'failed', failure: failureOf(error) }));
    return () => {
      isWanted = false;
    };
  }, [subject, version, connection]);
  return settled === null || settled.subject !== subject ? { kind: 'loading' } : settled.answer;
}
