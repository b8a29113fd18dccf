import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

const program = path.join(import.meta.dirname, '../../scripts/run.mjs');
const addressLine = /^https?:\/\/127\.0\.0\.1:\d+\/\S*$/;

export type StartedSitrep = {
  /** Holds a one-time token. */
  readonly url: string;
  readonly pid: number;
  /** SIGTERM, and waits for a clean end; returns the exit code. */
  readonly stop: () => Promise<number | null>;
  /** SIGKILL: what a crash or a power cut does. */
  readonly kill: () => Promise<void>;
};

/** Starts the web shell as a person would, and waits for the line with its address. */
export async function startSitrep(
  words: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<StartedSitrep> {
  const child = spawn(process.execPath, [program, 'start', '--web', '--no-open', ...words], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => said.push(line));
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      said.push(line);
      if (addressLine.test(line.trim())) resolve(line.trim());
    });
    void exited.then((code) => {
      reject(new Error(`Sitrep ended with ${code} before it could be used:\n${said.join('\n')}`));
    });
  });
  if (child.pid === undefined) throw new Error('Sitrep has no process id');
  return {
    url,
    pid: child.pid,
    stop: async () => {
      child.kill('SIGTERM');
      return await exited;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
