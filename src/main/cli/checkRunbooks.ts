import { readRunbook } from '#shared/runbook/readRunbook.ts';
import { readInput } from './readInput.ts';
import { type Problem, report } from './report.ts';
import type { Terminal } from './runCommand.ts';

/** `sitrep runbook check`: what is wrong in the files, and what was not understood in them. */
export async function checkRunbooks(files: readonly string[], terminal: Terminal): Promise<number> {
  const problems: Problem[] = [];
  let unreadable = false;
  for (const file of files) {
    const text = await readInput(file, terminal);
    if (text === null) unreadable = true;
    else problems.push(...problemsOf(file, text));
  }
  const status = report(problems, files.length === 1 ? (files[0] ?? '') : `${files.length} runbooks`, terminal);
  return unreadable ? 1 : status;
}

/** Errors and warnings of one runbook in the order of its lines. */
export function problemsOf(file: string, text: string): readonly Problem[] {
  const runbook = readRunbook(text);
  const problems: Problem[] = [];
  for (const problem of runbook.problems) problems.push({ ...problem, file });
  for (const { line, text } of runbook.notUnderstood) {
    problems.push({ file, line, column: 1, severity: 'warning', message: `not understood: ${text}`, mend: '' });
  }
  return problems.toSorted((one, other) => one.line - other.line || one.column - other.column);
}
