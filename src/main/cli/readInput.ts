import { readFile } from 'node:fs/promises';
import type { Terminal } from './runCommand.ts';

/** The text of a file that was named; null when it cannot be read, which is said. */
export async function readInput(path: string, terminal: Terminal): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    const reasons: Readonly<Record<string, string>> = {
      ENOENT: 'there is no such file',
      EACCES: 'you may not read it',
      EISDIR: 'it is a folder',
    };
    terminal.complain(`${path}: ${reasons[String(code)] ?? String(error)}`);
    return null;
  }
}
