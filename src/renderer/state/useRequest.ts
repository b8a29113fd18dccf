import { useCallback, useState } from 'react';
import type { CoreClient } from '../client/coreClient.ts';
import { failureOf, type Failure } from '../client/failureOf.ts';
import { request } from './request.ts';

export type RequestState = { readonly isPending: boolean; readonly failure: Failure | null };

/** A request made by a gesture. `run` resolves null when it failed; the failure is then in the state. */
export function useRequest<TArgs extends readonly unknown[], T>(
  ask: (client: CoreClient, requestId: string, ...values: TArgs) => Promise<T>,
): RequestState & { readonly run: (...values: TArgs) => Promise<T | null>; readonly forget: () => void } {
  const [state, setState] = useState<RequestState>({ isPending: false, failure: null });
  const run = async (...values: TArgs): Promise<T | null> => {
    setState({ isPending: true, failure: null });
    try {
      const answer = await request((client, requestId) => ask(client, requestId, ...values));
      setState({ isPending: false, failure: null });
      return answer;
    } catch (error) {
      setState({ isPending: false, failure: failureOf(error) });
      return null;
    }
  };
  const forget = useCallback(() => setState({ isPending: false, failure: null }), []);
  return { ...state, run, forget };
}
