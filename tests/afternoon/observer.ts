import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Command, FromObserver, Look, Opened, Told, ToObserver } from './observerMessages.ts';

export type Noted<T> = T & { readonly atMs: number };

/** The process that runs the core, as the script sees it. */
export type Observer = {
  /** Everything that people were told so far. */
  readonly told: readonly Noted<Told>[];
  readonly opened: readonly Noted<Opened>[];
  readonly look: () => Promise<Look>;
  readonly ask: (command: Command) => Promise<Look>;
  /** Stops the whole process, as a debugger or a lack of memory does. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  readonly close: () => Promise<void>;
};

/** Starts the real core in a network namespace, over `lab`, `ssh` and `data` of this folder. */
export async function startObserver(folder: string, namespace: string): Promise<Observer> {
  const file = path.join(import.meta.dirname, 'observerProcess.ts');
  const child = spawn('ip', ['netns', 'exec', namespace, process.execPath, file, folder], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const told: Noted<Told>[] = [];
  const opened: Noted<Opened>[] = [];
  const waiting = new Map<number, (look: Look) => void>();
  const ready = Promise.withResolvers<void>();
  let asked = 0;
  child.on('message', (message: FromObserver) => {
    const atMs = performance.now();
    if (message.kind === 'ready') ready.resolve();
    if (message.kind === 'told') told.push({ ...message, atMs });
    if (message.kind === 'opened') opened.push({ ...message, atMs });
    if (message.kind === 'answer') waiting.get(message.id)?.(message.look);
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the observer ended with status ${String(code)}; see observer.log`);
  });
  ended.catch(() => undefined);
  const ask = async (command: Command): Promise<Look> => {
    asked += 1;
    const message: ToObserver = { id: asked, command };
    const { promise, resolve } = Promise.withResolvers<Look>();
    waiting.set(asked, resolve);
    child.send(message);
    return await Promise.race([promise, ended]);
  };
  await Promise.race([ready.promise, ended]);
  return {
    told,
    opened,
    ask,
    look: () => ask({ kind: 'look' }),
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    close: async () => {
      void ask({ kind: 'close' }).catch(() => undefined);
      await ended.catch(() => undefined);
    },
  };
}
