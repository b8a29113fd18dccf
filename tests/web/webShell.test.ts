import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CreateCore } from '#core/rpc/core.ts';
import { createRouter } from '#core/rpc/createRouter.ts';
import { acquireDataFolder, readOwner } from '#core/storage/dataFolderOwner.ts';
import { runWebShell } from '../../src/main/web/webShell.ts';
import { createCoreFixture } from '../contract/coreFixture.ts';
import { eventually } from '#tests/support/eventually.ts';

let folder: string;
let coresClosed: number;
const running = new Set<Shell>();

type Shell = {
  readonly said: string[];
  readonly complained: string[];
  readonly end: () => void;
  readonly status: Promise<number>;
};

const createCore: CreateCore = async (_ports, options) => {
  expect(options).toStrictEqual({ version: '1.2.3', shellKind: 'web', startDemo: false });
  const { services, close } = await createCoreFixture();
  return {
    services,
    router: createRouter(services),
    close: async () => {
      coresClosed += 1;
      await close();
    },
  };
};

function startShell(...words: string[]): Shell {
  const said: string[] = [];
  const complained: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const status = runWebShell(
    {
      words: ['--no-open', '--data', join(folder, 'data'), '--lab', join(folder, 'lab'), ...words],
      environment: {},
      say: (line) => void said.push(line),
      complain: (line) => void complained.push(line),
      askedToEnd: promise,
      hasTerminal: false,
      programFolder: join(folder, 'program', 'dist', 'main'),
    },
    createCore,
  );
  const shell = { said, complained, end: resolve, status };
  running.add(shell);
  return shell;
}

const isOpenedBy = async (address: string) => (await fetch(address, { redirect: 'manual' })).status === 303;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sitrep-shell-'));
  coresClosed = 0;
  for (const name of ['assets', 'dist/main', 'dist/renderer']) {
    await mkdir(join(folder, 'program', name), { recursive: true });
  }
  await writeFile(join(folder, 'program', 'package.json'), '{"version":"1.2.3"}');
  await writeFile(join(folder, 'program', 'dist', 'renderer', 'index.html'), '<title>Sitrep</title>');
});
afterEach(async () => {
  for (const shell of running) {
    shell.end();
    await shell.status;
  }
  running.clear();
  await rm(folder, { recursive: true, force: true });
});

it('prints its address on one line once it can be used, and lets everything go when asked to end', async () => {
  const shell = startShell();
  await eventually(() => expect(shell.said).toHaveLength(1));
  expect(shell.said[0]).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/u);
  expect(await isOpenedBy(shell.said[0] ?? '')).toBe(true);
  expect(readOwner(join(folder, 'data')).kind).toBe('owned');
  shell.end();
  expect(await shell.status).toBe(0);
  expect(shell.said).toHaveLength(1);
  expect(shell.complained).toStrictEqual([]);
  expect(coresClosed).toBe(1);
  expect(readOwner(join(folder, 'data')).kind).toBe('free');
});

it('keeps the token out of everything that it writes down', async () => {
  const shell = startShell();
  await eventually(() => expect(shell.said).toHaveLength(1));
  const token = new URL(shell.said[0] ?? '').searchParams.get('token') ?? 'none';
  for (const file of ['owner.json', 'sitrep.log']) {
    expect(await readFile(join(folder, 'data', file), 'utf8')).not.toContain(token);
  }
});

it('joins the Sitrep that has the data folder, with an address of its own', async () => {
  const first = startShell();
  await eventually(() => expect(first.said).toHaveLength(1));
  const second = startShell();
  expect(await second.status).toBe(0);
  expect(second.complained).toStrictEqual([expect.stringContaining(`already running (pid ${process.pid})`)]);
  expect(second.said[0]).not.toBe(first.said[0]);
  expect(await isOpenedBy(second.said[0] ?? '')).toBe(true);
  expect(await isOpenedBy(first.said[0] ?? '')).toBe(true);
});

it('says so when the owner of the data folder does not answer', async () => {
  const owned = acquireDataFolder(join(folder, 'data'));
  owned.publish({ url: 'http://127.0.0.1:1', secret: 's', pid: 4711 });
  const shell = startShell();
  expect(await shell.status).toBe(1);
  expect(shell.complained).toStrictEqual([expect.stringMatching(/pid 4711.*does not answer.*--data/u)]);
  owned.release();
});

it('points to the desktop window when the desktop shell has the data folder', async () => {
  const owned = acquireDataFolder(join(folder, 'data'));
  owned.publish({ url: 'app://sitrep', secret: 's', pid: 4711 });
  const shell = startShell();
  expect(await shell.status).toBe(1);
  expect(shell.complained).toStrictEqual([expect.stringMatching(/desktop shell of Sitrep \(pid 4711\)/u)]);
  owned.release();
});

it.each([
  [['--prot', '1'], /Unknown option '--prot'/u],
  [['--port', 'http'], /--port must be a number/u],
  [['--port', '70000'], /--port must be a number/u],
  [['--data', ''], /--data must name a folder/u],
  [['more'], /Unexpected argument 'more'/u],
])('explains the wrong words %j', async (words, why) => {
  const shell = startShell(...words);
  expect(await shell.status).toBe(2);
  expect(shell.complained.join('\n')).toMatch(why);
  expect(shell.complained.join('\n')).toContain('Usage:');
});

it('says which port is taken, and leaves nothing behind', async () => {
  const first = startShell();
  await eventually(() => expect(first.said).toHaveLength(1));
  const { port } = new URL(first.said[0] ?? '');
  const second = startShell('--data', join(folder, 'other'), '--port', port);
  expect(await second.status).toBe(1);
  expect(second.complained.join('\n')).toContain(`Port ${port}`);
  expect(readOwner(join(folder, 'other')).kind).toBe('free');
});
