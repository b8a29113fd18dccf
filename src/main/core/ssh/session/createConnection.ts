import type { ConnectionFailure, ConnectionState } from '#shared/host/connection.ts';
import type { Clock, Logger, Stop } from '../../ports/ports.ts';
import type { Person, WaitingListener } from '../authentication/person.ts';
import { AnsweredLateError, ConnectionError } from '../connection/connectionError.ts';
import type { OpenConnection } from '../connection/openConnection.ts';
import { backoffMs } from './backoff.ts';
import { cancelled, lost, reasonOf, unexpected } from './connectionTexts.ts';
import type { Connector } from './connector.ts';

/** The one connection of a host and its state; makes it, watches it, and makes it again. */
export type HostConnection = {
  readonly state: () => ConnectionState;
  readonly onState: (listener: (state: ConnectionState) => void) => Stop;
  /** Resolves at the next settled state; in a backoff that is the present one. Never rejects. */
  readonly connect: (signal?: AbortSignal) => Promise<ConnectionState>;
  /** The open connection. `isUrgent` cuts a backoff short. Rejects with what the person can be told. */
  readonly use: (isUrgent: boolean, signal?: AbortSignal) => Promise<OpenConnection>;
  /** Told each time a command must wait because the host allows no further channel. */
  readonly onCrowded: (listener: () => void) => Stop;
  /** Clears every refusal and backoff and tries at once. */
  readonly retry: () => void;
  /** After resume or a network change: backoffs end, and a connection that no longer answers is replaced. */
  readonly refresh: () => void;
  /** Ends the connection that stands and makes it anew, since it is to lead elsewhere. */
  readonly reconnect: () => void;
  readonly close: () => Promise<void>;
};

/** An answer that came late is followed by one more attempt; more often than this is somebody else's doing. */
const mostLateAnswers = 3;
const aliveLimitMs = 5_000;

/**
 *   idle -> connecting <-> waitingForPerson
 *            |      ^ (retryAt, or retry)
 *            v      |
 *        connected -> failed
 *
 * Long, because all of it guards one state.
 */
export function createConnection(deps: {
  readonly hostId: string;
  /** What the person calls the host: for texts. */
  readonly name: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly connector: Connector;
  readonly personFor: (signal: AbortSignal, waiting: WaitingListener) => Person;
}): HostConnection {
  const { hostId, name, clock, logger, connector, personFor } = deps;
  const listeners = new Set<(state: ConnectionState) => void>();
  const crowded = new Set<() => void>();
  let state: ConnectionState = { kind: 'idle' };
  let current: OpenConnection | null = null;
  let running: { readonly controller: AbortController; readonly done: Promise<void> } | null = null;
  let failures = 0;
  let stopTimer: Stop = () => undefined;
  let isClosed = false;

  const enter = (next: ConnectionState): void => {
    state = next;
    for (const listener of listeners) listener(next);
  };

  const fail = (failure: ConnectionFailure, isPassing: boolean): void => {
    failures += 1;
    const delayMs = backoffMs(failures);
    const sinceAt = clock.now();
    stopTimer();
    if (isPassing) stopTimer = clock.after(delayMs, () => void begin());
    logger.info('host not connected', { hostId, kind: failure.kind, text: failure.text });
    enter({ kind: 'failed', failure, sinceAt, retryAt: isPassing ? sinceAt + delayMs : null });
  };

  const begin = (): Promise<void> => {
    if (running !== null) return running.done;
    if (isClosed || current !== null) return Promise.resolve();
    stopTimer();
    const controller = new AbortController();
    enter({ kind: 'connecting', sinceAt: clock.now() });
    const done = attempt(controller.signal).finally(() => {
      running = null;
    });
    running = { controller, done };
    return done;
  };

  const attempt = async (signal: AbortSignal): Promise<void> => {
    let wasAsked = false;
    const person = personFor(signal, (promptId) => {
      if (signal.aborted) return;
      wasAsked = true;
      const sinceAt = clock.now();
      enter(promptId === null ? { kind: 'connecting', sinceAt } : { kind: 'waitingForPerson', promptId, sinceAt });
    });
    /** The host may have hung up while the person thought, whether that was seen in time or not. */
    const cameTooLate = (error: unknown): boolean =>
      error instanceof AnsweredLateError || (wasAsked && error instanceof ConnectionError && error.isPassing);
    try {
      for (let late = 0; ; late += 1) {
        wasAsked = false;
        try {
          return keep(await connector({ signal, person }));
        } catch (error) {
          if (late >= mostLateAnswers || signal.aborted || !cameTooLate(error)) throw error;
        }
      }
    } catch (error) {
      if (isClosed) return;
      if (error instanceof ConnectionError) fail(error.failure, error.isPassing);
      else if (signal.aborted) fail(cancelled(name), true);
      else fail(unexpected(name, error), true);
    }
  };

  const keep = (connection: OpenConnection): void => {
    if (isClosed) return connection.close();
    current = connection;
    failures = 0;
    connection.onCrowded(() => {
      for (const listener of crowded) listener();
    });
    enter({ kind: 'connected', sinceAt: clock.now() });
    void connection.gone.then((why) => {
      if (current !== connection) return;
      current = null;
      if (!isClosed) fail(lost(name, why), true);
    });
  };

  /** The state at which waiting for a connection ends. */
  const settled = (signal?: AbortSignal): Promise<ConnectionState> => {
    if (state.kind !== 'connecting' || signal?.aborted === true) return Promise.resolve(state);
    return new Promise((resolve) => {
      const finish = (): void => {
        listeners.delete(listen);
        signal?.removeEventListener('abort', finish);
        resolve(state);
      };
      const listen = (next: ConnectionState): void => {
        if (next.kind !== 'connecting') finish();
      };
      listeners.add(listen);
      signal?.addEventListener('abort', finish, { once: true });
    });
  };

  /** True where nothing stands against trying now. */
  const mayBegin = (isUrgent: boolean): boolean => {
    if (state.kind === 'idle') return true;
    if (state.kind !== 'failed' || state.retryAt === null) return false;
    return isUrgent || state.retryAt <= clock.now();
  };

  const startOver = (): void => {
    failures = 0;
    void begin();
  };

  return {
    state: () => state,
    onState: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    connect: async (signal) => {
      if (mayBegin(false)) void begin();
      return await settled(signal);
    },
    use: async (isUrgent, signal) => {
      if (current !== null) return current;
      if (mayBegin(isUrgent)) void begin();
      const reached = await settled(signal);
      signal?.throwIfAborted();
      if (current !== null) return current;
      throw new Error(reasonOf(reached, name));
    },
    onCrowded: (listener) => {
      crowded.add(listener);
      return () => crowded.delete(listener);
    },
    retry: () => {
      if (state.kind === 'failed' || state.kind === 'idle') startOver();
    },
    reconnect: () => {
      const former = current;
      if (former === null) return;
      current = null;
      former.close();
      startOver();
    },
    refresh: () => {
      if (state.kind === 'failed' && state.retryAt !== null) startOver();
      const watched = current;
      if (watched === null) return;
      const limit = new AbortController();
      const stopLimit = clock.after(aliveLimitMs, () => limit.abort());
      void watched.isAlive(limit.signal).then((isAlive) => {
        stopLimit();
        if (isAlive || current !== watched) return;
        current = null;
        watched.close();
        fail(lost(name, 'it no longer answers'), true);
        startOver();
      });
    },
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      stopTimer();
      running?.controller.abort(new Error('The session was closed.'));
      await running?.done;
      const connection = current;
      current = null;
      connection?.close();
      await connection?.gone;
      enter({ kind: 'idle' });
      listeners.clear();
    },
  };
}
