import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { PromptAnswer, PromptQuestion } from '#shared/prompt/prompt.ts';
import type { ConnectionState } from '#shared/host/connection.ts';
import type { Host } from '#shared/lab/labFile.ts';
import type { Logger, Vault } from '#core/ports/ports.ts';
import type { Prompts } from '#core/ports/prompts.ts';
import { systemClock } from '#core/ports/systemClock.ts';
import type { HostSession, Sessions } from '#core/ssh/hostSession.ts';
import { createSessions } from '#core/ssh/createSessions.ts';
import { makeFolder } from './sshd.ts';

export type Person = (question: PromptQuestion) => PromptAnswer | Promise<PromptAnswer>;

/** Somebody who accepts keys and has no secrets. */
export const agreeable: Person = (question) =>
  question.kind === 'hostKey' || question.kind === 'switchTransport' ? { kind: 'accept' } : { kind: 'reject' };

export type Desk = {
  readonly sessions: Sessions;
  readonly folder: string;
  readonly knownHosts: string;
  readonly asked: PromptQuestion[];
  readonly logged: string[];
  readonly vault: Map<string, string>;
  /** Replaces the ssh configuration. */
  readonly configure: (text: string) => Promise<void>;
  readonly host: (id: string, access?: Partial<Extract<Host['access'], { transport: 'ssh2' | 'ssh' }>>) => Host;
  readonly answerWith: (person: Person) => void;
};

/** Sessions with a real clock, a person of the test's own and an ssh folder of their own. */
export async function openDesk(options: { environment?: NodeJS.ProcessEnv; person?: Person } = {}): Promise<Desk> {
  const folder = await makeFolder();
  let person = options.person ?? agreeable;
  const asked: PromptQuestion[] = [];
  const logged: string[] = [];
  const vault = new Map<string, string>();
  const { SSH_AUTH_SOCK: _agent, ...environment } = process.env;
  const sessions = createSessions({
    clock: systemClock(),
    logger: loggerInto(logged),
    prompts: promptsOf((question) => {
      asked.push(question);
      return person(question);
    }),
    vault: vaultOf(vault),
    sshFolder: () => folder,
    environment: { ...environment, ...options.environment },
  });
  const knownHosts = path.join(folder, 'known_hosts');
  return {
    sessions,
    folder,
    knownHosts,
    asked,
    logged,
    vault,
    configure: (text) =>
      writeFile(
        path.join(folder, 'config'),
        `${text}\nHost *\n  UserKnownHostsFile ${knownHosts}\n  GlobalKnownHostsFile none\n  HashKnownHosts no\n`,
      ),
    host: (id, access = {}) => ({ id, access: { transport: 'ssh2', alias: id, ...access }, checks: [] }),
    answerWith: (next) => {
      person = next;
    },
  };
}

export function promptsOf(person: Person): Prompts {
  let count = 0;
  return {
    ask: async (question, signal, raised) => {
      signal.throwIfAborted();
      count += 1;
      raised?.(`prompt-${count}`);
      return await new Promise<PromptAnswer>((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
        Promise.resolve(person(question)).then(resolve, reject);
      });
    },
    answer: () => undefined,
    withdrawAll: () => undefined,
  };
}

export function vaultOf(secrets: Map<string, string>): Vault {
  return {
    state: () => 'memory',
    get: (name) => Promise.resolve(secrets.get(name) ?? null),
    set: (name, secret) => {
      secrets.set(name, secret);
      return Promise.resolve();
    },
    delete: (name) => {
      secrets.delete(name);
      return Promise.resolve();
    },
    onUnlocked: () => () => undefined,
  };
}

function loggerInto(lines: string[]): Logger {
  const write = (message: string, fields?: object): void =>
    void lines.push(`${message} ${JSON.stringify(fields ?? {})}`);
  return { debug: write, info: write, warn: write, error: write };
}

/** Connects, waiting while the person is asked, to the end: connected or failed. */
export async function reach(session: HostSession): Promise<ConnectionState> {
  await session.connect();
  return await new Promise((resolve) => {
    const stop = session.onState(look);
    function look(state: ConnectionState): void {
      if (state.kind !== 'connected' && state.kind !== 'failed') return;
      queueMicrotask(() => stop());
      resolve(state);
    }
    look(session.state());
  });
}
