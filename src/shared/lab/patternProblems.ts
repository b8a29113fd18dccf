import { regexProblem } from '../check/regexProblem.ts';
import type { LabFile } from './labFile.ts';
import type { ReferenceProblem } from './labReferences.ts';

/** Patterns of checks that no host could search for, or that mean something else there than they look. */
export function patternProblems(lab: LabFile): readonly ReferenceProblem[] {
  return (['hosts', 'services'] as const).flatMap((owner) =>
    lab[owner].flatMap(({ checks }, index) =>
      checks.flatMap((check, at): readonly ReferenceProblem[] => {
        if (!('pattern' in check)) return [];
        // What a variable will bring is not known yet; it stands for one thing.
        const problem = regexProblem(
          check.pattern.replaceAll(/\{\{[^}]*\}\}/g, 'x'),
          check.kind === 'process' ? 'awk' : 'grep',
        );
        if (problem === null) return [];
        return [
          {
            path: [owner, index, 'checks', at, 'pattern'],
            message: `\`pattern\`: ${problem.message}`,
            mend: problem.mend,
          },
        ];
      }),
    ),
  );
}
