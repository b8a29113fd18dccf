import { posix, win32 } from 'node:path';

export type Folders = { readonly data: string; readonly lab: string };

/** Where Sitrep keeps things unless told otherwise; both shells and the command line mean the same folders. */
export function defaultFolders(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
  home: string,
): Folders {
  if (platform === 'win32') {
    const data = environment['LOCALAPPDATA'] ?? win32.join(home, 'AppData', 'Local');
    const configuration = environment['APPDATA'] ?? win32.join(home, 'AppData', 'Roaming');
    return { data: win32.join(data, 'sitrep'), lab: win32.join(configuration, 'sitrep', 'lab') };
  }
  if (platform === 'darwin') {
    const support = posix.join(home, 'Library', 'Application Support', 'sitrep');
    return { data: posix.join(support, 'data'), lab: posix.join(support, 'lab') };
  }
  const data = absolute(environment['XDG_DATA_HOME']) ?? posix.join(home, '.local', 'share');
  const configuration = absolute(environment['XDG_CONFIG_HOME']) ?? posix.join(home, '.config');
  return { data: posix.join(data, 'sitrep'), lab: posix.join(configuration, 'sitrep', 'lab') };
}

/** The base directory specification says that relative values are to be ignored. */
function absolute(folder: string | undefined): string | undefined {
  return folder !== undefined && posix.isAbsolute(folder) ? folder : undefined;
}
