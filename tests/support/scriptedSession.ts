import { PassThrough } from 'node:stream';
import type { HostSession, ProbeRequest, ProbeResult } from '#core/ssh/hostSession.ts';
import type { Clock } from '#core/ports/ports.ts';
import type { ConnectionFailure, ConnectionState } from '#shared/host/connection.ts';

/** What a script on the scripted host writes; a number is an exit status without output. */
export type ScriptAnswer =
  | { readonly exitCode?: number; readonly stdout?: string; readonly stderr?: string }
  | 'timedOut'
  | 'lost';

/** A host on paper, for what depends on time alone: it connects or not, and answers scripts by a function. */
export type ScriptedSession = HostSession & {
  /** How scripts are answered from now on. */
  answer: (script: string) => ScriptAnswer;
  /** Why a connection fails from now on; null connects. */
  refuse: (failure: ConnectionFailure['kind'] | 'waitingForPerson' | null) => void;
  /** The scripts of each round trip so far. */
  readonly rounds: (readonly ProbeRequest[])[];
  /** Milliseconds that a round trip takes. */
  delayMs: number;
  /** Milliseconds that this script takes beyond that, while the others have their answers. */
  slowBy: (script: string) => number;
};

export function scriptedSession(hostId: string, clock: Clock): ScriptedSession {
  const listeners = new Set<(state: ConnectionState) => void>();
  let refusal: ConnectionFailure['kind'] | 'waitingForPerson' | null = null;
  let state: ConnectionState = { kind: 'idle' };
  const become = (next: ConnectionState): ConnectionState => {
    state = next;
    for (const listener of listeners) listener(next);
    return next;
  };
  const refused = (kind: ConnectionFailure['kind'] | 'waitingForPerson'): ConnectionState => {
    const sinceAt = clock.now();
    if (kind === 'waitingForPerson') return { kind, promptId: 'prompt-1', sinceAt };
    return { kind: 'failed', failure: { kind, text: `${hostId}: ${kind}`, mend: '' }, sinceAt, retryAt: null };
  };
  const later = (ms: number): Promise<void> => new Promise((resolve) => void clock.after(ms, resolve));
  const session: ScriptedSession = {
    hostId,
    rounds: [],
    delayMs: 0,
    slowBy: () => 0,
    answer: () => ({}),
    refuse: (kind) => {
      refusal = kind;
      if (kind !== null && state.kind === 'connected') become(refused(kind));
    },
    state: () => state,
    onState: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    connect: () => {
      if (refusal !== null) return Promise.resolve(become(refused(refusal)));
      if (state.kind === 'connected') return Promise.resolve(state);
      return Promise.resolve(become({ kind: 'connected', sinceAt: clock.now() }));
    },
    retry: () => undefined,
    probe: async (requests, _signal, hear) => {
      session.rounds.push(requests);
      if (session.delayMs > 0) await later(session.delayMs);
      const resultOf = (request: ProbeRequest): ProbeResult => {
        const answer = refusal === null ? session.answer(request.script) : 'lost';
        if (answer === 'timedOut') return { kind: 'timedOut', id: request.id };
        if (answer === 'lost') return { kind: 'lost', id: request.id, text: 'the connection was lost' };
        const encode = (text = ''): Uint8Array => new TextEncoder().encode(text);
        const { exitCode = 0, stdout, stderr } = answer;
        return {
          kind: 'answered',
          id: request.id,
          exitCode,
          stdout: encode(stdout),
          stderr: encode(stderr),
          tookMs: 5,
        };
      };
      const results = requests.map(async (request) => {
        const slowMs = session.slowBy(request.script);
        if (slowMs > 0) await later(slowMs);
        const result = resultOf(request);
        hear?.(result);
        return result;
      });
      return await Promise.all(results);
    },
    start: () => ({
      stdout: new PassThrough(),
      stderr: new PassThrough(),
      ended: Promise.resolve({ kind: 'notStarted', text: 'no channel here' }),
    }),
    output: (command) => {
      const answer = session.answer(command);
      if (typeof answer === 'string') {
        return Promise.resolve({
          end: { kind: 'connectionLost', text: 'the connection was lost' },
          stdout: '',
          stderr: '',
        });
      }
      const { exitCode = 0, stdout = '', stderr = '' } = answer;
      return Promise.resolve({ end: { kind: 'exited', code: exitCode }, stdout, stderr });
    },
    close: () => Promise.resolve(),
  };
  return session;
}
