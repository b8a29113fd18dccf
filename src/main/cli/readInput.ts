import { readFile } from 'node:fs/promises';
import type { Terminal } from './runCommand.ts';

/** The text of a file that was named; null when it cannot be read, which is said. */
export async function readInput(path: string, terminal: Terminal): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    const reasons: Readonly<Record<string, string>> = {
      ENOENT: 'there is no such file (name the folder of a lab, or the file of a runbook)',
      ENOTDIR: 'its folder is a file (name the folder that holds lab.yaml)',
      EACCES: 'you may not read it (look at its permissions)',
      EISDIR: 'it is a folder (a file is wanted here)',
    };
    terminal.complain(`${path}: ${reasons[String(code)] ?? String(error)}`);
    return null;
  }
}
