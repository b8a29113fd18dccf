import type { CheckDefinition } from '../check/checkDefinition.ts';
import type { LabFile } from './labFile.ts';
import type { ReferenceProblem } from './labReferences.ts';

type Path = readonly (string | number)[];
type Problem = Pick<ReferenceProblem, 'message' | 'mend'> & { readonly key: string };

/** Limits of checks in the wrong order, by which one of them could never be told. */
export function thresholdProblems(lab: LabFile): readonly ReferenceProblem[] {
  return (['hosts', 'services'] as const).flatMap((owner) =>
    lab[owner].flatMap(({ checks }, index) =>
      checks.flatMap((check, at) => ofCheck(check, [owner, index, 'checks', at])),
    ),
  );
}

function ofCheck(check: CheckDefinition, path: Path): readonly ReferenceProblem[] {
  const problem = problemOf(check);
  if (problem === null) return [];
  const { key, message, mend } = problem;
  return [{ path: [...path, key], message, mend }];
}

function problemOf(check: CheckDefinition): Problem | null {
  if (check.kind === 'process') {
    const { min = 0, max = Number.POSITIVE_INFINITY } = check;
    if (min <= max) return null;
    return { key: 'min', message: `\`min\` (${min}) is above \`max\` (${max})`, mend: 'Exchange the two.' };
  }
  if (!('warning' in check) || check.warning === undefined || check.critical === undefined) return null;
  const { warning, critical } = check;
  // Days left get worse as they fall.
  const isReversed = check.kind === 'tls' ? warning < critical : warning > critical;
  if (!isReversed) return null;
  const order = check.kind === 'tls' ? 'below' : 'above';
  const message = `\`warning\` (${warning}) is ${order} \`critical\` (${critical}), so it would never be told`;
  return { key: 'warning', message, mend: 'Exchange the two.' };
}
