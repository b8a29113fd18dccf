import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseLabText } from '#shared/lab/parseLabText.ts';
import { problemsOf } from './checkRunbooks.ts';
import { readInput } from './readInput.ts';
import { type Problem, report } from './report.ts';
import type { Terminal } from './runCommand.ts';

/** `sitrep lab check`: `lab.yaml` of the folder, and each runbook beside it. */
export async function checkLab(folder: string, terminal: Terminal): Promise<number> {
  const file = join(folder, 'lab.yaml');
  const text = await readInput(file, terminal);
  if (text === null) return 1;
  const problems: Problem[] = [];
  for (const problem of parseLabText(text, file).problems) problems.push({ ...problem, severity: 'error' });
  for (const runbook of await runbooksIn(join(folder, 'runbooks'))) {
    const content = await readInput(runbook, terminal);
    if (content !== null) problems.push(...problemsOf(runbook, content));
  }
  return report(problems, folder, terminal);
}

/** None where the folder has no runbooks of its own. */
async function runbooksIn(folder: string): Promise<readonly string[]> {
  try {
    const names = await readdir(folder);
    return names
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(folder, name))
      .toSorted();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
