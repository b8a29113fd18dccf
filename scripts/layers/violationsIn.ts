import { importsOf } from './importsOf.ts';
import { moduleOf } from './moduleOf.ts';
import { rules } from './rules.ts';

export type Violation = { readonly file: string; readonly line: number; readonly text: string };

/** The imports of one file that the dependency rule forbids. `file` is its path from the root, with `/`. */
export function violationsIn(file: string, source: string): readonly Violation[] {
  const rule = rules.find(({ zone }) => zone.test(file));
  const zone = rule?.zone.exec(file);
  if (rule === undefined || !zone) return [{ file, line: 1, text: 'belongs to no folder that the rules know' }];
  return importsOf(file, source).flatMap(({ target, line, form, isTypeOnly }) => {
    if (target === null) return [{ file, line, text: `${form} of a computed name, which nobody can check` }];
    if (rule.allows(moduleOf(file, target), zone, isTypeOnly)) return [];
    return [{ file, line, text: `${form} of "${target}": ${rule.name}` }];
  });
}
