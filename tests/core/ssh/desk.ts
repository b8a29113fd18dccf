import { rm, writeFile } from 'node:fs/promises';
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
  /** What the vault holds. */
  readonly secrets: Map<string, string>;
  readonly vault: TestVault;
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
  const secrets = new Map<string, string>();
  const vault = vaultOf(secrets);
  const { SSH_AUTH_SOCK: _agent, ...environment } = process.env;
  const sessions = createSessions({
    clock: systemClock(),
    logger: loggerInto(logged),
    prompts: promptsOf((question) => {
      asked.push(question);
      return person(question);
    }),
    vault: vault.port,
    sshFolder: () => folder,
    environment: { ...environment, ...options.environment },
  });
  const knownHosts = path.join(folder, 'known_hosts');
  const close = async (): Promise<void> => {
    await sessions.close();
    await rm(folder, { recursive: true, force: true });
  };
  return {
    sessions: { ...sessions, close },
    folder,
    knownHosts,
    asked,
    logged,
    secrets,
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

/** Asks the person; equal questions that are open at the same time are one prompt. */
export function promptsOf(person: Person): Prompts {
  const open = new Map<string, { readonly id: string; readonly answer: Promise<PromptAnswer> }>();
  let count = 0;
  return {
    ask: async (question, signal, raised) => {
      signal.throwIfAborted();
      const words = JSON.stringify(question);
      count += 1;
      const entry = open.get(words) ?? { id: `prompt-${count}`, answer: Promise.resolve(person(question)) };
      open.set(words, entry);
      void entry.answer.finally(() => open.delete(words));
      raised?.(entry.id);
      return await new Promise<PromptAnswer>((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
        entry.answer.then(resolve, reject);
      });
    },
    answer: () => undefined,
    withdrawAll: () => undefined,
  };
}

export type TestVault = { readonly port: Vault; readonly lock: () => void; readonly unlock: () => void };

export function vaultOf(secrets: Map<string, string>): TestVault {
  const listeners = new Set<() => void>();
  let isLocked = false;
  const port: Vault = {
    state: () => (isLocked ? 'locked' : 'open'),
    get: (name) => Promise.resolve(secrets.get(name) ?? null),
    set: (name, secret) => {
      secrets.set(name, secret);
      return Promise.resolve();
    },
    delete: (name) => {
      secrets.delete(name);
      return Promise.resolve();
    },
    onUnlocked: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    port,
    lock: () => {
      isLocked = true;
    },
    unlock: () => {
      isLocked = false;
      for (const listener of listeners) listener();
    },
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
