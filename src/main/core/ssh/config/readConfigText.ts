import { glob, readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import path from 'node:path';

/** ssh itself stops here. */
const deepestInclude = 16;

/** The text of a configuration file with what its Include lines name in their place; a missing file is empty. */
export async function readConfigText(file: string, depth = 0): Promise<string> {
  const text = await readIfThere(file);
  const lines = await Promise.all(
    text.split(/\r?\n/).map(async (line) => {
      const include = /^\s*include(?:\s+|\s*=\s*)(.+)$/i.exec(line)?.[1];
      if (include === undefined) return line;
      return depth >= deepestInclude ? '' : await included(include, depth);
    }),
  );
  return lines.join('\n');
}

/** Relative names are looked up in `~/.ssh`, wherever the line stands. */
async function included(words: string, depth: number): Promise<string> {
  const home = userInfo().homedir;
  const patterns = (words.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', ''));
  const texts: string[] = [];
  for (const pattern of patterns) {
    const place = pattern.startsWith('~/') ? path.join(home, pattern.slice(2)) : pattern;
    const files = await Array.fromAsync(glob(path.resolve(home, '.ssh', place)));
    for (const file of files.sort()) texts.push(await readConfigText(file, depth + 1));
  }
  return texts.join('\n');
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    // ssh passes over files that it cannot find or read in Include lines, and so do we.
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') return '';
    throw error;
  }
}
