import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFakeClock } from '#tests/support/fakeClock.ts';
import { openPrivately } from '../../src/main/web/browserOpener.ts';

const address = 'http://127.0.0.1:1234/?token=hunter2';
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sitrep-open-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('keeps the token off the command line: the browser gets a page that only this user can read', async () => {
  const opened: string[] = [];
  const clock = createFakeClock();
  await openPrivately(address, folder, { clock, opener: { open: async (url) => void opened.push(url) } });
  expect(opened).toStrictEqual([expect.stringMatching(/^file:\/\//u)]);
  expect(opened[0]).not.toContain('hunter2');
  const page = fileURLToPath(opened[0] ?? '');
  expect(await readFile(page, 'utf8')).toContain(address);
  expect((await stat(page)).mode & 0o077).toBe(process.platform === 'win32' ? 0o066 : 0);
  clock.advance(60_000);
  expect(existsSync(page)).toBe(false);
});

it('leaves no page behind when there is no browser, or Sitrep ends', async () => {
  const pages: string[] = [];
  const clock = createFakeClock();
  const refuse = { open: (url: string) => Promise.reject(new Error(`no browser for ${void pages.push(url)}`)) };
  await expect(openPrivately(address, folder, { clock, opener: refuse })).rejects.toThrow('no browser');
  const remove = await openPrivately(address, folder, { clock, opener: { open: async (url) => void pages.push(url) } });
  remove();
  for (const page of pages) expect(existsSync(fileURLToPath(page))).toBe(false);
});
