import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import { eventually } from '#tests/support/eventually.ts';

const root = path.join(import.meta.dirname, '../..');
const fake = pathToFileURL(path.join(import.meta.dirname, 'fake/electron.ts')).href;
const withFakeElectron = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  registerHooks({
    resolve: (specifier, context, next) => next(specifier === 'electron' ? ${JSON.stringify(fake)} : specifier, context),
  });
`)}`;

export type Told = { readonly what: string; readonly [more: string]: unknown };

export type Desktop = {
  readonly folder: string;
  /** What happened in the fake Electron, in order. */
  readonly told: Told[];
  readonly start: (words?: readonly string[], environment?: Record<string, string>) => ChildProcess;
  readonly find: (what: string) => Told | undefined;
  readonly hasTold: (what: string) => Promise<void>;
};

/** The desktop program as it is, over a fake Electron, with a window of one line, so that nothing needs to be built. */
export async function prepareDesktop(): Promise<Desktop> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sitrep-desktop-'));
  const windowFolder = path.join(folder, 'program/dist/renderer');
  await mkdir(windowFolder, { recursive: true });
  await writeFile(path.join(windowFolder, 'index.html'), '<title>Sitrep</title>');
  for (const name of ['src', 'assets', 'node_modules', 'package.json']) {
    await symlink(path.join(root, name), path.join(folder, 'program', name));
  }
  const told: Told[] = [];
  let shell: ChildProcess | null = null;
  onTestFinished(async () => {
    if (shell !== null && shell.exitCode === null && shell.signalCode === null) {
      shell.kill('SIGKILL');
      await once(shell, 'exit');
    }
    await rm(folder, { recursive: true, force: true });
  });
  return {
    folder,
    told,
    start: (words = [], environment = {}) => {
      const started = fork(
        path.join(folder, 'program/src/main/electron/main.ts'),
        ['--data', path.join(folder, 'data'), '--lab', path.join(folder, 'lab'), ...words],
        {
          execArgv: ['--preserve-symlinks', '--preserve-symlinks-main', '--import', withFakeElectron],
          env: { ...process.env, ...environment },
          silent: true,
        },
      );
      started.on('message', (message) => void told.push(message as Told));
      started.stderr?.pipe(process.stderr);
      shell = started;
      return started;
    },
    find: (what) => told.findLast((one) => one.what === what),
    hasTold: (what) => eventually(() => expect(told.map((one) => one.what)).toContain(what)),
  };
}
