import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { readOwner } from '#core/storage/dataFolderOwner.ts';

const root = path.join(import.meta.dirname, '../..');
/** Makes every import of electron, of any form, fail as if the package were not there. */
const withoutElectron = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  registerHooks({
    resolve: (specifier, context, next) => {
      if (/^electron(?:$|[/-])/.test(specifier)) throw new Error('electron was asked for');
      return next(specifier, context);
    },
  });
`)}`;

let program: string;
let folder: string;
const children = new Set<ChildProcessWithoutNullStreams>();

/** Bundles the shells as a release does, beside a window of one line. */
beforeAll(async () => {
  program = await mkdtemp(path.join(tmpdir(), 'sitrep-program-'));
  const build = `
    import { build } from 'vite';
    await build({ configFile: 'vite.main.config.ts', logLevel: 'error', build: { outDir: process.argv[1] } });`;
  const built = spawn(process.execPath, ['--input-type=module', '-e', build, path.join(program, 'dist/main')], {
    cwd: root,
    stdio: 'inherit',
  });
  const [status] = (await once(built, 'exit')) as [number | null];
  if (status !== 0) throw new Error('the shells cannot be bundled');
  await cp(path.join(root, 'package.json'), path.join(program, 'package.json'));
  await symlink(path.join(root, 'assets'), path.join(program, 'assets'));
  await mkdir(path.join(program, 'dist/renderer'), { recursive: true });
  await writeFile(path.join(program, 'dist/renderer/index.html'), '<title>Sitrep</title>');
});
afterAll(() => rm(program, { recursive: true, force: true }));

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sitrep-run-'));
});
afterEach(async () => {
  for (const child of children) {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
  children.clear();
  await rm(folder, { recursive: true, force: true });
});

function start(...words: string[]): ChildProcessWithoutNullStreams {
  const files = ['--data', path.join(folder, 'data'), '--lab', path.join(folder, 'lab')];
  const bundle = path.join(program, 'dist/main/web.js');
  const child = spawn(process.execPath, ['--import', withoutElectron, bundle, '--no-open', ...files, ...words]);
  child.stderr.pipe(process.stderr);
  children.add(child);
  return child;
}

async function addressOf(child: ChildProcessWithoutNullStreams): Promise<string> {
  const lines = createInterface(child.stdout);
  const [line] = (await Promise.race([once(lines, 'line'), once(child, 'exit').then(() => ['it ended'])])) as [string];
  expect(line).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/u);
  return line;
}

it('starts without electron, serves the window, and ends cleanly on SIGTERM', async () => {
  const child = start();
  const address = await addressOf(child);
  const opened = await fetch(address, { redirect: 'manual' });
  const cookie = opened.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  expect(await (await fetch(new URL('/', address), { headers: { cookie } })).text()).toContain('<title>Sitrep</title>');
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toStrictEqual([0, null]);
  expect(readOwner(path.join(folder, 'data')).kind).toBe('free');
  await expect(fetch(address)).rejects.toThrow('fetch failed');
});

it('never hands electron to a program that loads it', async () => {
  const child = spawn(process.execPath, ['--import', withoutElectron, path.join(program, 'dist/main/electron.js')]);
  children.add(child);
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  await once(child, 'exit');
  expect(complaint).toContain('electron was asked for');
});

it('starts again on the same folders after kill -9', async () => {
  const first = start();
  await addressOf(first);
  const before = JSON.parse(await readFile(path.join(folder, 'data/owner.json'), 'utf8')) as { pid: number };
  expect(before.pid).toBe(first.pid);
  first.kill('SIGKILL');
  await once(first, 'exit');
  const second = start();
  expect((await fetch(await addressOf(second), { redirect: 'manual' })).status).toBe(303);
});

it('a second one joins the first and ends with status 0', async () => {
  const first = start();
  await addressOf(first);
  const second = start();
  const ended = once(second, 'exit');
  expect((await fetch(await addressOf(second), { redirect: 'manual' })).status).toBe(303);
  expect(await ended).toStrictEqual([0, null]);
});

it('prints usage for a wrong flag and ends with status 2', async () => {
  const child = start('--colour');
  expect(await once(child, 'exit')).toStrictEqual([2, null]);
});
