import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { acquireDataFolder, readOwner } from '#core/storage/dataFolderOwner.ts';
import { eventually } from '#tests/support/eventually.ts';
import { prepareDesktop } from './desktop.ts';

it('opens one guarded window on the core, keeps its place, and ends cleanly', async () => {
  const { folder, told, find, hasTold, start } = await prepareDesktop();
  const shell = start();
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
  const { find, start } = await prepareDesktop();
  const shell = start([], { FAKE_SECOND: '1' });
  expect(await once(shell, 'exit')).toStrictEqual([0, null]);
  expect(find('window')).toBeUndefined();
});

it('says who has the data folder when it is the web shell', async () => {
  const { folder, find, hasTold, start } = await prepareDesktop();
  const owned = acquireDataFolder(path.join(folder, 'data'));
  owned.publish({ url: 'http://127.0.0.1:4711', secret: 's', pid: 815 });
  const shell = start();
  const ended = once(shell, 'exit');
  await hasTold('error box');
  expect(find('error box')).toMatchObject({
    text: expect.stringMatching(/process 815, at http:\/\/127\.0\.0\.1:4711/u) as string,
  });
  expect(await ended).toStrictEqual([1, null]);
  owned.release();
});
