import type { FindingRule } from '../runbook/runbook.ts';
import type { Finding } from './run.ts';
import type { StepOutput } from './stepOutput.ts';

/** More of an output is not searched: rules are written by people, and some patterns are slow. */
const longestText = 262_144;
const longestGroup = 200;

function patternOf(rule: FindingRule): RegExp | null {
  try {
    return new RegExp(rule.pattern, 'mu');
  } catch (error) {
    // The reader of runbooks has told of it; a rule that cannot be read finds nothing.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Fills `$1` and `$<name>` from a match; a group that took no part is empty. */
export function expand(text: string, match: RegExpExecArray): string {
  return text.replaceAll(/\$(?:(\d{1,2})|<([^>]*)>)/g, (_all, number: string | undefined, name: string | undefined) => {
    const value = number === undefined ? match.groups?.[name ?? ''] : match[Number(number)];
    return (value ?? '').replaceAll(/\s+/g, ' ').trim().slice(0, longestGroup);
  });
}

/** The whole lines that a match touches, and no more than a screen of them. */
export function linesAround(text: string, match: RegExpExecArray): string {
  const from = text.lastIndexOf('\n', match.index - 1) + 1;
  const end = text.indexOf('\n', match.index + match[0].length);
  return text
    .slice(from, end === -1 ? text.length : end)
    .split('\n')
    .slice(0, 20)
    .join('\n')
    .slice(0, 4_000);
}

/** All that an action said, command by command, the errors after the output. */
export const textOf = (outputs: readonly StepOutput[]): string =>
  outputs
    .map(({ stdout, stderr }) => `${stdout}\n${stderr}`)
    .join('\n')
    .slice(0, longestText);

/** What the runbook's rules say to the outputs of one of its actions: each rule at most once, in their order. */
export function findingsFrom(
  rules: readonly FindingRule[],
  actionId: string,
  outputs: readonly StepOutput[],
): readonly Finding[] {
  const text = textOf(outputs);
  return rules
    .filter((rule) => rule.action === actionId)
    .flatMap((rule) => {
      const match = patternOf(rule)?.exec(text) ?? null;
      if (match === null) return [];
      const suggests = rule.suggests.map((one) => ({ actionId: one.actionId, reason: expand(one.reason, match) }));
      return [
        {
          id: rule.id,
          severity: rule.severity,
          text: expand(rule.text, match),
          proof: linesAround(text, match),
          suggests,
        },
      ];
    });
}
