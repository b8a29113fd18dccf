import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { build } from 'vite';
import { expect, it } from 'vitest';
import { manualClock, temporaryFolder, temporaryStorage } from './support.ts';

const kills = 200;
const lanes = 4;

/** The program in one file, which starts in a third of the time; that counts when it is started 200 times. */
async function builtProgram(): Promise<string> {
  const folder = temporaryFolder();
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: { ssr: join(import.meta.dirname, 'appendForever.ts'), outDir: folder, target: 'node24', minify: true },
  });
  return join(folder, 'appendForever.js');
}

/** Starts the writer, kills it in the middle of its work, and returns the last sequence that it had acknowledged. */
async function killedWriter(program: string, dataFolder: string, afterAcknowledged: number): Promise<number> {
  const child = spawn(process.execPath, [program, dataFolder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (output.split('\n').length > afterAcknowledged) child.kill('SIGKILL');
  });
  const [, signal] = (await once(child, 'close')) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
  // The piece after the last newline may be half a number.
  return Number(output.split('\n').at(-2));
}

async function lane(program: string, count: number): Promise<void> {
  const dataFolder = temporaryFolder();
  for (let kill = 0; kill < count; kill += 1) {
    const acknowledged = await killedWriter(program, dataFolder, 1 + (kill % 7) * 5);
    const database = new DatabaseSync(join(dataFolder, 'history.db'));
    const { last, number } =
      database.prepare('SELECT max(sequence) AS last, count(*) AS number FROM events').get() ?? {};
    expect(Number(last)).toBeGreaterThanOrEqual(acknowledged);
    expect(number).toBe(last);
    expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    database.close();
  }
  const { journal } = temporaryStorage(manualClock(), dataFolder);
  expect(journal.state().revision).toBe(journal.eventsAfter(0, 1_000_000).length);
}

it(`loses no acknowledged event in ${kills} kills during writes`, { timeout: 240_000 }, async () => {
  const program = await builtProgram();
  await Promise.all(Array.from({ length: lanes }, () => lane(program, kills / lanes)));
});
