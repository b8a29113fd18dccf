import type { RunbookProblem } from './runbook.ts';

/** Collects what is wrong with a document, each with its line and a way to mend it. */
export type Problems = {
  readonly add: (severity: RunbookProblem['severity'], line: number, message: string, mend: string) => void;
  readonly all: () => readonly RunbookProblem[];
};

/** A collection that starts with what is known already. */
export function createProblems(known: readonly RunbookProblem[]): Problems {
  const problems = [...known];
  return {
    add: (severity, line, message, mend) => void problems.push({ severity, line, column: 1, message, mend }),
    all: () => problems.toSorted((a, b) => a.line - b.line || a.column - b.column),
  };
}
