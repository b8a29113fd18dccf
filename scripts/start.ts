// `npm start -- [--web] [--no-open] [--demo] [--port N] [--data FOLDER] [--lab FOLDER]`: builds what is missing or stale,
// then starts the desktop shell where it can run, else the web shell.
import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, whyToBuild } from './buildStamp.ts';
import { endWithParent } from './endWithParent.ts';
import { fetchElectron, findElectron } from './findElectron.ts';
import { readStartOptions, startUsage } from './startOptions.ts';

const words = process.argv.slice(2);
const options = readStartOptions(words);
if (options.kind === 'help' || options.kind === 'wrong') {
  if (options.kind === 'wrong') process.stderr.write(`${options.why}\n`);
  process.stderr.write(`${startUsage}\n`);
  process.exit(options.kind === 'help' ? 0 : 2);
}

if (process.env['npm_lifecycle_event'] !== undefined) endWithParent();

const why = whyToBuild();
if (why !== null) {
  process.stderr.write(`Building Sitrep, because ${why}.\n`);
  const built = spawnSync(process.execPath, [path.join(import.meta.dirname, 'run.mjs'), 'build'], {
    cwd: root,
    stdio: ['ignore', process.stderr, process.stderr],
  });
  if (built.status !== 0) {
    process.stderr.write('Sitrep could not be built; the lines above say why.\n');
    process.exit(1);
  }
}

if (options.wantsWeb) await startWeb();
else {
  const electron = electronProgram();
  if (electron.kind === 'found') startElectron(electron.program);
  else {
    process.stderr.write(`${electron.why} Sitrep opens in the browser instead.\n`);
    await startWeb();
  }
}

function electronProgram(): { kind: 'found'; program: string } | { kind: 'cannotRun'; why: string } {
  const find = () => findElectron(process.env, process.platform, process.getuid?.() === 0);
  const found = find();
  if (found.kind !== 'notFetched') return found;
  const fetched = fetchElectron(found.installer) ? find() : found;
  if (fetched.kind !== 'notFetched') return fetched;
  return { kind: 'cannotRun', why: 'Electron could not be fetched, so the desktop shell cannot run.' };
}

/** In this very process, so that signals reach it and nothing stays behind. */
async function startWeb(): Promise<void> {
  const bundle = path.join(root, 'dist', 'main', 'web.js');
  process.argv = [process.execPath, bundle, ...words];
  await import(pathToFileURL(bundle).href);
}

function startElectron(program: string): void {
  const passed = words.filter((word) => word !== '--no-open');
  const child = spawn(program, [root, ...passed], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`Electron could not be started (${error.message}). Try: npm start -- --web\n`);
    process.exit(1);
  });
  child.on('exit', (code) => process.exit(code ?? 1));
}
