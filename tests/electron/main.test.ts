import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { acquireDataFolder, readOwner } from '#core/storage/dataFolderOwner.ts';
import { eventually } from '#tests/support/eventually.ts';

const root = path.join(import.meta.dirname, '../..');
const fake = pathToFileURL(path.join(import.meta.dirname, 'fake/electron.ts')).href;
const withFakeElectron = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  registerHooks({
    resolve: (specifier, context, next) => next(specifier === 'electron' ? ${JSON.stringify(fake)} : specifier, context),
  });
`)}`;

type Told = { readonly what: string; readonly [more: string]: unknown };
let folder: string;
let shell: ChildProcess;
let told: Told[];

async function start(environment: Record<string, string> = {}): Promise<void> {
  told = [];
  shell = fork(
    path.join(folder, 'program/src/main/electron/main.ts'),
    ['--data', path.join(folder, 'data'), '--lab', path.join(folder, 'lab')],
    {
      execArgv: ['--preserve-symlinks', '--preserve-symlinks-main', '--import', withFakeElectron],
      env: { ...process.env, ...environment },
      silent: true,
    },
  );
  shell.on('message', (message) => void told.push(message as Told));
  shell.stderr?.pipe(process.stderr);
}

const hasTold = (what: string) => eventually(() => expect(told.map((one) => one.what)).toContain(what));
const find = (what: string) => told.findLast((one) => one.what === what);

/** The program as it is, with a window of one line, so that nothing needs to be built. */
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sitrep-desktop-'));
  const windowFolder = path.join(folder, 'program/dist/renderer');
  await mkdir(windowFolder, { recursive: true });
  await writeFile(path.join(windowFolder, 'index.html'), '<title>Sitrep</title>');
  for (const name of ['src', 'assets', 'node_modules', 'package.json']) {
    await symlink(path.join(root, name), path.join(folder, 'program', name));
  }
});
afterEach(async () => {
  if (shell.exitCode === null && shell.signalCode === null) {
    shell.kill('SIGKILL');
    await once(shell, 'exit');
  }
  await rm(folder, { recursive: true, force: true });
});

it('opens one guarded window on the core, keeps its place, and ends cleanly', async () => {
  await start();
  await hasTold('shown');
  expect(told.findIndex(({ what }) => what === 'scheme registered')).toBeLessThan(
    told.findIndex(({ what }) => what === 'scheme served'),
  );
  expect(told.map(({ what }) => what)).toEqual(expect.arrayContaining(['sandboxed', 'permissions guarded', 'menu']));
  expect(find('window')).toMatchObject({
    options: { webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true } },
  });
  expect(find('loaded')).toMatchObject({ url: 'app://sitrep/#/' });

  shell.send('connect');
  await hasTold('snapshot');
  expect(find('snapshot')).toMatchObject({ shell: { kind: 'electron', vault: 'memory', nativeNotifications: true } });
  expect(readOwner(path.join(folder, 'data'))).toMatchObject({ kind: 'owned', info: { pid: shell.pid } });

  told.length = 0;
  shell.send('second-instance');
  await hasTold('focused');
  shell.send('Pause notifications for 1 h');
  await eventually(() => expect(JSON.stringify(find('menu'))).toContain('Notify again'));

  const ended = once(shell, 'exit');
  shell.send('quit');
  expect(await ended).toStrictEqual([0, null]);
  expect(told.map(({ what }) => what)).toEqual(expect.arrayContaining(['put off', 'tray gone', 'destroyed']));
  expect(readOwner(path.join(folder, 'data')).kind).toBe('free');
  const preferences: unknown = JSON.parse(await readFile(path.join(folder, 'data/preferences.json'), 'utf8'));
  expect(preferences).toMatchObject({ window: { x: 10, y: 20, width: 1_000, height: 700, maximized: false } });
});

it('leaves at once when another instance has the data folder', async () => {
  await start({ FAKE_SECOND: '1' });
  expect(await once(shell, 'exit')).toStrictEqual([0, null]);
  expect(find('window')).toBeUndefined();
});

it('says who has the data folder when it is the web shell', async () => {
  const owned = acquireDataFolder(path.join(folder, 'data'));
  owned.publish({ url: 'http://127.0.0.1:4711', secret: 's', pid: 815 });
  await start();
  const ended = once(shell, 'exit');
  await hasTold('error box');
  expect(find('error box')).toMatchObject({
    text: expect.stringMatching(/process 815, at http:\/\/127\.0\.0\.1:4711/u) as string,
  });
  expect(await ended).toStrictEqual([1, null]);
  owned.release();
});
