import { type ClientContext, type ClientLink, createORPCClient } from '@orpc/client';
import type { CoreClient } from './coreClient.ts';

/** One connection to the core. `lost` aborts once, for good; a new connection is a new value. */
export type Connection = {
  readonly client: CoreClient;
  readonly lost: AbortSignal;
  readonly close: () => void;
};

type Link = ClientLink<ClientContext>;

/** A connection over this link whose calls, the waiting ones too, reject as soon as `lost` aborts. */
export function connectionOver(link: Link, lost: AbortSignal, close: () => void): Connection {
  // Calls on a closed message port would hang for ever. Their own signal is left alone: aborting it would make the
  // link write to the closed transport.
  const ending: Link = { call: (path, input, options) => untilLost(() => link.call(path, input, options), lost) };
  return { client: createORPCClient<CoreClient>(ending), lost, close };
}

function untilLost<T>(call: () => Promise<T>, lost: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(lost.reason);
    if (lost.aborted) return giveUp();
    lost.addEventListener('abort', giveUp, { once: true });
    call()
      .then(resolve, reject)
      .finally(() => lost.removeEventListener('abort', giveUp));
  });
}
