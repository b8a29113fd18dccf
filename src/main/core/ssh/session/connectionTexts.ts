import { assertNever } from '#shared/assertNever.ts';
import type { ConnectionFailure, ConnectionState } from '#shared/host/connection.ts';

/** Why there is no connection to be used, and what to do. */
export function reasonOf(state: ConnectionState, name: string): string {
  switch (state.kind) {
    case 'failed':
      return `${state.failure.text} ${state.failure.mend}`;
    case 'waitingForPerson':
      return `${name} waits for an answer from you.`;
    case 'idle':
    case 'connecting':
    case 'connected':
      return `The connection to ${name} was closed.`;
    default:
      return assertNever(state);
  }
}

export function lost(name: string, why: string): ConnectionFailure {
  return {
    kind: 'lost',
    text: `The connection to ${name} was lost: ${why}.`,
    mend: 'Sitrep connects again by itself; where that fails, check the host and the network.',
  };
}

export function cancelled(name: string): ConnectionFailure {
  return { kind: 'cancelled', text: `Connecting to ${name} was cancelled.`, mend: 'Press retry to connect.' };
}

export function unexpected(name: string, error: unknown): ConnectionFailure {
  const text = error instanceof Error ? error.message : String(error);
  return {
    kind: 'lost',
    text: `Connecting to ${name} failed in an unforeseen way: ${text}.`,
    mend: 'Try again; the log of Sitrep has the details.',
  };
}
