import type { Terminal } from './runCommand.ts';

/** Something wrong in a file, with a 1-based place that editors understand. */
export type Problem = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly mend: string;
};

/** Prints problems by their places, then one line that sums up. The exit status is 1 when there are errors. */
export function report(problems: readonly Problem[], checked: string, terminal: Terminal): number {
  for (const { file, line, column, severity, message, mend } of problems) {
    terminal.say(`${file}:${line}:${column}: ${severity}: ${message}${mend === '' ? '' : ` (${mend})`}`);
  }
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  if (problems.length === 0) terminal.say(`${checked}: no problems`);
  else terminal.say(`${checked}: ${counted(errors, 'error')}, ${counted(warnings, 'warning')}`);
  return errors === 0 ? 0 : 1;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
