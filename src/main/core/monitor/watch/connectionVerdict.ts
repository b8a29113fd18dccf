import { assertNever } from '#shared/assertNever.ts';
import type { ConnectionFailure, ConnectionState } from '#shared/host/connection.ts';

/** What a connection that is not there says of the host. */
export type ConnectionVerdict =
  /** The host does not answer: an outage, if our own side is well. */
  | { readonly kind: 'down'; readonly text: string }
  /** A person must do something first, such as open the vault; that says nothing of the host. */
  | { readonly kind: 'needsPerson'; readonly text: string; readonly wantsSecret: boolean }
  /** Nothing was learned. */
  | { readonly kind: 'nothing' };

/** Reads a settled state of a connection that is not open. */
export function connectionVerdict(state: ConnectionState): ConnectionVerdict {
  switch (state.kind) {
    case 'failed':
      return failureVerdict(state.failure);
    case 'waitingForPerson':
      return { kind: 'needsPerson', text: 'a question about this host waits for an answer', wantsSecret: true };
    case 'idle':
    case 'connecting':
    case 'connected':
      return { kind: 'nothing' };
    default:
      return assertNever(state);
  }
}

function failureVerdict({ kind, text }: ConnectionFailure): ConnectionVerdict {
  switch (kind) {
    case 'nameNotFound':
    case 'unreachable':
    case 'refused':
    case 'timedOut':
    case 'noBanner':
    case 'lost':
      return { kind: 'down', text };
    case 'authenticationRefused':
      return { kind: 'needsPerson', text, wantsSecret: true };
    case 'hostKeyUnknown':
    case 'hostKeyChanged':
    case 'hostKeyRevoked':
    case 'noCommonAlgorithm':
    case 'needsSystemSsh':
    case 'shellUnusable':
    case 'configuration':
      return { kind: 'needsPerson', text, wantsSecret: false };
    case 'cancelled':
      return { kind: 'nothing' };
    default:
      return assertNever(kind);
  }
}
