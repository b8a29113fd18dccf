import { closeSync, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { StorageError } from './storageError.ts';

/** Creates the folder, for its owner alone, where there is none; one that exists keeps its mode. */
export function ensurePrivateFolder(folder: string): void {
  if (existsSync(folder)) return;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new StorageError(
      `The data folder ${folder} cannot be created`,
      'Check its path and permissions, or name another one with --data.',
      cause,
    );
  }
  syncFolder(dirname(folder));
}

/** Creates an empty file that only its owner may read, where there is none. */
export function ensurePrivateFile(file: string): void {
  closeSync(openSync(file, 'a', 0o600));
}

/** Makes the names in a folder survive a loss of power. Windows does this by itself and cannot open folders. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
