import { spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

export type FoundElectron =
  | { readonly kind: 'found'; readonly program: string }
  /** It could run here, but its program is not there yet: Electron's package fetches it when first wanted. */
  | { readonly kind: 'notFetched'; readonly installer: string }
  /** One plain sentence for the person. */
  | { readonly kind: 'cannotRun'; readonly why: string };

type Environment = Readonly<Record<string, string | undefined>>;

const fetchMs = 180_000;

/** The Electron program, if it is there and can show a window on this computer. */
export function findElectron(environment: Environment, platform: NodeJS.Platform, isRoot: boolean): FoundElectron {
  if (platform === 'linux' && !environment['DISPLAY'] && !environment['WAYLAND_DISPLAY']) {
    return cannotRun('The desktop shell needs a graphical session, and there is none here.');
  }
  if (platform === 'linux' && isRoot) return cannotRun('The desktop shell does not run as root.');
  const override = environment['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override !== undefined) {
    const program = path.join(override, programNames[platform] ?? 'electron');
    return canRun(program) ? { kind: 'found', program } : cannotRun(`There is no Electron in ${override}.`);
  }
  return inPackages(environment);
}

/** Fetches Electron's program once; false when that fails, with the installer's own words shown. */
export function fetchElectron(installer: string): boolean {
  process.stderr.write('Fetching Electron for the desktop shell (about 110 MB, only this once).\n');
  const ended = spawnSync(process.execPath, [installer], { stdio: ['ignore', 'ignore', 'inherit'], timeout: fetchMs });
  return ended.status === 0;
}

const programNames: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
};

/** Reads what electron's own module would, which fetches or throws where nothing is there. */
function inPackages(environment: Environment): FoundElectron {
  let folder: string;
  try {
    folder = path.dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  } catch {
    return cannotRun('The desktop shell is not installed (the package electron is missing).');
  }
  try {
    const program = path.join(folder, 'dist', readFileSync(path.join(folder, 'path.txt'), 'utf8').trim());
    if (canRun(program)) return { kind: 'found', program };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  if (environment['ELECTRON_SKIP_BINARY_DOWNLOAD'] !== undefined) {
    return cannotRun('The desktop shell is not installed (ELECTRON_SKIP_BINARY_DOWNLOAD is set).');
  }
  return { kind: 'notFetched', installer: path.join(folder, 'install.js') };
}

function cannotRun(why: string): FoundElectron {
  return { kind: 'cannotRun', why };
}

function canRun(program: string): boolean {
  try {
    accessSync(program, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
