import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { findElectron } from '../../scripts/findElectron.ts';
import { readStartOptions } from '../../scripts/startOptions.ts';

const run = path.join(import.meta.dirname, '../../scripts/run.mjs');

it.each([
  [[], false],
  [['--demo', '--data', '/d', '--lab', '/l'], false],
  [['--web', '--no-open'], true],
  [['--port', '8080'], true],
])('understands %j', (words, wantsWeb) => {
  expect(readStartOptions(words)).toStrictEqual({ kind: 'start', wantsWeb });
});

it.each([
  [['--wbe'], /Unknown option '--wbe'/u],
  [['--port'], /--port.*argument missing/u],
  [['--port', 'many'], /--port must be a number/u],
  [['--port', '65536'], /--port must be a number/u],
  [['here'], /Unexpected argument 'here'/u],
])('says what is wrong with %j', (words, why) => {
  expect(readStartOptions(words)).toStrictEqual({ kind: 'wrong', why: expect.stringMatching(why) as string });
});

it('explains a wrong flag before it builds anything', () => {
  const ended = spawnSync(process.execPath, [run, 'start', '--wbe'], { encoding: 'utf8' });
  expect(ended.status).toBe(2);
  expect(ended.stdout).toBe('');
  expect(ended.stderr).toContain("Unknown option '--wbe'");
  expect(ended.stderr).toContain('Usage: npm start -- [--web]');
  expect(ended.stderr).not.toContain('Building');
});

it('prints its usage when asked', () => {
  const ended = spawnSync(process.execPath, [run, 'start', '--help'], { encoding: 'utf8' });
  expect(ended.status).toBe(0);
  expect(ended.stderr).toContain('--data FOLDER');
});

it('says in one sentence why the desktop shell cannot run', () => {
  const sentence = { kind: 'cannotRun', why: expect.stringMatching(/^The[^.]+\.$/u) as string };
  expect(findElectron({}, 'linux', false)).toStrictEqual(sentence);
  expect(findElectron({ DISPLAY: ':0' }, 'linux', true)).toStrictEqual(sentence);
  expect(findElectron({ DISPLAY: ':0', ELECTRON_OVERRIDE_DIST_PATH: '/nowhere' }, 'linux', false)).toStrictEqual({
    kind: 'cannotRun',
    why: 'There is no Electron in /nowhere.',
  });
});

it('takes the Electron that it is pointed to', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'sitrep-electron-'));
  try {
    const program = path.join(folder, 'electron');
    await writeFile(program, '#!/bin/sh\n');
    await chmod(program, 0o755);
    const environment = { WAYLAND_DISPLAY: 'wayland-0', ELECTRON_OVERRIDE_DIST_PATH: folder };
    expect(findElectron(environment, 'linux', false)).toStrictEqual({ kind: 'found', program });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
