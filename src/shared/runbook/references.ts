import type { FrontMatter } from './frontMatter.ts';
import { factDescriptions, isFact } from '../incident/facts.ts';
import { meant } from './meant.ts';
import type { Problems } from './problems.ts';
import type { RunbookAction, RunbookStep } from './runbook.ts';
import { refusalOf } from './variables.ts';

type Read = {
  readonly frontMatter: FrontMatter;
  readonly actions: readonly RunbookAction[];
  readonly steps: readonly RunbookStep[];
  readonly reservedIds: readonly string[];
};

/** Reports names that lead nowhere: checks, actions, facts, variables and patterns that do not exist or do not fit. */
export function checkReferences({ frontMatter, actions, steps, reservedIds }: Read, problems: Problems): void {
  const actionIds = new Set(actions.map((action) => action.id));
  checkActions(actions, new Set(frontMatter.checks.map((check) => check.id)), problems);
  checkFindings(frontMatter, actionIds, problems);
  checkVariables(frontMatter, problems);
  for (const step of steps) {
    if (step.tick === null || isKnownTick(step.tick, actionIds)) continue;
    problems.add(
      'error',
      step.line,
      `tick=${step.tick} is no fact that Sitrep knows.`,
      meant(
        step.tick,
        [...Object.keys(factDescriptions), ...[...actionIds].map((id) => `ran:${id}`)],
        'Use a fact such as severity-set, or ran: and the id of an action of this runbook.',
      ),
    );
  }
  const twice = reservedIds.filter((id, index) => reservedIds.indexOf(id) !== index);
  for (const id of new Set(twice))
    problems.add('error', lineOf(id, actions, steps), `The id ${id} stands twice.`, 'Give one of them another id.');
}

function lineOf(id: string, actions: readonly RunbookAction[], steps: readonly RunbookStep[]): number {
  return (
    [...actions, ...steps].findLast((one) => one.id === `${id}-2`)?.line ??
    [...actions, ...steps].find((one) => one.id === id)?.line ??
    1
  );
}

function isKnownTick(tick: string, actionIds: ReadonlySet<string>): boolean {
  return tick.startsWith('ran:') ? actionIds.has(tick.slice(4)) : isFact(tick);
}

function checkActions(actions: readonly RunbookAction[], checkIds: ReadonlySet<string>, problems: Problems): void {
  for (const action of actions) {
    for (const id of action.verify.filter((check) => !checkIds.has(check))) {
      problems.add(
        'error',
        action.line,
        `verify=${id} names no check of this runbook.`,
        `Known are: ${[...checkIds].join(', ') || 'none; add checks to the front matter'}.`,
      );
    }
    for (const name of action.undeclared ?? []) {
      problems.add(
        'warning',
        action.steps.find((step) => step.command.includes(name))?.line ?? action.line,
        `"${action.title}" cannot run: nobody said what ${name} is.`,
        'Declare a variable in the front matter and write {{its name}} there.',
      );
    }
    if (action.needsCwd)
      problems.add(
        'warning',
        action.line,
        `"${action.title}" uses a relative path, and no folder is known.`,
        'Write cwd: in the front matter, cwd= at the fence, or cd with a full path before it.',
      );
  }
}

function checkFindings({ findings, lineOf }: FrontMatter, actionIds: ReadonlySet<string>, problems: Problems): void {
  findings.forEach((finding, index) => {
    const line = lineOf(['findings', index]);
    const unknown = [finding.action, ...finding.suggests.map(({ actionId }) => actionId)].filter(
      (id) => !actionIds.has(id),
    );
    for (const id of new Set(unknown))
      problems.add(
        'error',
        line,
        `The finding ${finding.id} names the action ${id}, which is not there.`,
        'Use the id of an action of this runbook, as in {#id}.',
      );
    const broken = brokenPattern(finding.pattern);
    if (broken !== null)
      problems.add(
        'error',
        line,
        `The pattern of the finding ${finding.id} is no regular expression: ${broken}`,
        'Mend the pattern.',
      );
  });
}

function checkVariables({ variables, lineOf }: FrontMatter, problems: Problems): void {
  for (const [name, { pattern, default: value }] of Object.entries(variables)) {
    const line = lineOf(['variables', name]);
    const broken = pattern === undefined ? null : brokenPattern(pattern);
    if (broken !== null)
      problems.add(
        'error',
        line,
        `The pattern of the variable ${name} is no regular expression: ${broken}`,
        'Mend the pattern.',
      );
    const refusal = value === undefined || broken !== null ? null : refusalOf(name, value, pattern);
    if (refusal !== null) problems.add('error', line, refusal, 'Change the default or the pattern.');
  }
}

function brokenPattern(pattern: string): string | null {
  try {
    new RegExp(pattern, 'mu').test('');
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : 'it cannot be read';
  }
}
