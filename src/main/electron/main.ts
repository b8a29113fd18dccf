import { homedir } from 'node:os';
import { join } from 'node:path';
import { app, dialog, protocol } from 'electron';
import { createCore } from '#core/createCore.ts';
import { defaultFolders } from '#core/ports/defaultFolders.ts';
import { createFileLogger } from '#core/ports/fileLogger.ts';
import { systemClock } from '#core/ports/systemClock.ts';
import { acquireDataFolder } from '#core/storage/dataFolderOwner.ts';
import { setApplicationMenu } from './applicationMenu.ts';
import { readElectronOptions } from './electronOptions.ts';
import { type ElectronShell, startElectronShell } from './electronShell.ts';
import { registerPageScheme } from './window/servePage.ts';

/** Whatever does not want to end is left behind after this. */
const endingMs = 5_000;

const options = readElectronOptions(process.argv.slice(1), defaultFolders(process.platform, process.env, homedir()));
// The single-instance lock lies in this folder: one instance for each data folder.
app.setPath('userData', join(options.dataFolder, 'electron'));
registerPageScheme(protocol);

// Not awaited: Electron becomes ready only after this module has been evaluated.
if (app.requestSingleInstanceLock()) run().catch(sayWhyAndExit);
else app.exit(0);

async function run(): Promise<void> {
  let shell: ElectronShell | null = null;
  app.on('second-instance', () => shell?.show());
  app.on('activate', () => shell?.show());
  app.on('window-all-closed', () => undefined);
  app.enableSandbox();
  await app.whenReady();
  setApplicationMenu(process.platform);
  shell = await start();
}

async function start(): Promise<ElectronShell> {
  const folder = acquireDataFolder(options.dataFolder);
  const logger = createFileLogger(options.dataFolder, systemClock());
  const programFolder = import.meta.dirname;
  const shell = await startElectronShell({ options, folder, logger, createCore, programFolder });
  endCleanly(async () => {
    await shell.close();
    folder.release();
    logger.close();
  });
  return shell;
}

/** Electron does not wait for promises when it quits, so quitting is put off until everything is closed. */
function endCleanly(close: () => Promise<void>): void {
  let isEnding = false;
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (isEnding) return;
    isEnding = true;
    setTimeout(() => app.exit(1), endingMs).unref();
    close().then(
      () => app.exit(0),
      (error: unknown) => {
        process.stderr.write(`Sitrep did not end cleanly: ${String(error)}\n`);
        app.exit(1);
      },
    );
  });
}

function sayWhyAndExit(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`Sitrep could not start: ${message}\n`);
  dialog.showErrorBox('Sitrep could not start', message);
  app.exit(1);
}
