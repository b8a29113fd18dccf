import type { Diagnostic } from '@codemirror/lint';
import type { Text } from '@codemirror/state';
import type { Runbook } from '#shared/runbook/runbook.ts';

/** The problems of a runbook as the editor's lint: the rest of the line from its column, with the way to mend it. */
export function diagnosticsOf({ problems }: Pick<Runbook, 'problems'>, document: Text): readonly Diagnostic[] {
  return problems
    .filter(({ line }) => line >= 1 && line <= document.lines)
    .map(({ line, column, severity, message, mend }) => {
      const { from, to } = document.line(line);
      return { from: Math.min(to, from + Math.max(0, column - 1)), to, severity, message: `${message} ${mend}` };
    })
    .toSorted((one, other) => one.from - other.from);
}
