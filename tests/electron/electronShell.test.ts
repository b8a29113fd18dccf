import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron } from '@playwright/test';
import { expect, it } from 'vitest';
import { findElectron } from '../../scripts/findElectron.ts';

const root = path.join(import.meta.dirname, '../..');
const electron = findElectron(process.env, process.platform, process.getuid?.() === 0);
const why = {
  found: '',
  notFetched: "Electron's program was not fetched.",
  cannotRun: electron.kind === 'cannotRun' ? electron.why : '',
}[electron.kind];
if (electron.kind !== 'found') process.stderr.write(`The test of the real desktop shell is skipped: ${why}\n`);

it.skipIf(electron.kind !== 'found')('opens one sandboxed window that talks to the core through its port', async () => {
  if (electron.kind !== 'found') return;
  const built = spawnSync(process.execPath, [path.join(root, 'scripts/run.mjs'), 'build'], { cwd: root });
  expect(built.status).toBe(0);
  const folder = await mkdtemp(path.join(tmpdir(), 'sitrep-electron-'));
  const app = await _electron.launch({
    executablePath: electron.program,
    args: [root, '--data', path.join(folder, 'data'), '--lab', path.join(folder, 'lab')],
  });
  try {
    const page = await app.firstWindow();
    expect(page.url()).toMatch(/^app:\/\/sitrep\//u);
    await page.getByText('The incident desk of your homelab').waitFor();
    expect(await page.evaluate(() => 'require' in globalThis || 'process' in globalThis)).toBe(false);
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  } finally {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  }
});
