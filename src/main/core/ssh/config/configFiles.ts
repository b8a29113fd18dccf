import { glob, readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import path from 'node:path';

/** ssh itself stops at this depth of Include lines. */
export const deepestInclude = 16;

/** The files that the words of an Include line name, sorted for each word; relative ones are looked up in `~/.ssh`. */
export async function includedFiles(words: readonly string[]): Promise<readonly string[]> {
  const home = userInfo().homedir;
  const found: string[] = [];
  for (const word of words) {
    const place = word.startsWith('~/') ? path.join(home, word.slice(2)) : word;
    const files = await Array.fromAsync(glob(path.resolve(home, '.ssh', place)));
    found.push(...files.sort());
  }
  return found;
}

/** The text of a configuration file; empty where it is missing or cannot be read, which ssh passes over as well. */
export async function readConfigFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') return '';
    throw error;
  }
}
