import { createORPCClient, type ClientLink } from '@orpc/client';
import type { CoreClient } from './coreClient.ts';

/** One connection to the core. `lost` aborts once, for good; a new connection is a new value. */
export type Connection = {
  readonly client: CoreClient;
  readonly lost: AbortSignal;
  readonly close: () => void;
};

type Link = ClientLink<Record<never, never>>;

/** A connection over this link whose calls, the waiting ones too, reject as soon as `lost` aborts. */
export function connectionOver(link: Link, lost: AbortSignal, close: () => void): Connection {
  // Calls on a closed message port would hang for ever, so every call carries the signal.
  const ending: Link = {
    call: (path, input, options) =>
      link.call(path, input, {
        ...options,
        signal: options.signal === undefined ? lost : AbortSignal.any([options.signal, lost]),
      }),
  };
  return { client: createORPCClient<CoreClient>(ending), lost, close };
}
