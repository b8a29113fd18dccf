import type { Incident } from '#shared/incident/incident.ts';
import type { Finding, Run } from '#shared/run/run.ts';
import type { Runbook, RunbookAction } from '#shared/runbook/runbook.ts';
import { withFilledWords } from '#shared/runbook/withFilledWords.ts';

/** A remedy to offer, and why this one. */
export type SuggestedAction = {
  readonly action: RunbookAction;
  readonly reason: string;
  readonly isSuggested: boolean;
};

const findingOrder = ['critical', 'warning', 'unknown', 'info', 'ok'] as const;
const consentOrder = ['none', 'click', 'confirm', 'type'] as const;

/**
 * What to do next, best first: what findings of this incident suggest, the newest run and the gravest finding first,
 * then the runbook's remedies, the mildest first. An action that cannot run yet is left out.
 */
export function suggestedActions(
  runbook: Runbook,
  incident: Incident,
  runs: readonly Run[],
): readonly SuggestedAction[] {
  const filled = withFilledWords(runbook, incident.variables).actions;
  const actions = new Map(filled.map((action) => [action.id, action]));
  const suggested = findingsOf(incident, runs)
    .flatMap((finding) => finding.suggests)
    .flatMap(({ actionId, reason }) => {
      const action = actions.get(actionId);
      return action === undefined ? [] : [{ action, reason, isSuggested: true }];
    });
  const others = filled
    .filter((action) => action.purpose === 'remedy')
    .sort(compareMildness)
    .map((action) => ({ action, reason: action.section.at(-1) ?? '', isSuggested: false }));
  return firstOfEach([...suggested, ...others]).filter(({ action }) => isRunnable(action));
}

/** Whether everything that its commands name is known, or a folder that a person is asked for. */
export function isRunnable(action: RunbookAction): boolean {
  return (action.undeclared ?? []).length === 0;
}

/**
 * All findings of an incident: those of newer runs first, the gravest first within a run. What a run found that still
 * goes on may be taken back, and is left out.
 */
export function findingsOf(incident: Incident, runs: readonly Run[]): readonly Finding[] {
  return runs
    .filter((run) => run.outcome !== null && incident.runIds.includes(run.id))
    .toSorted((one, other) => other.startedAt - one.startedAt)
    .flatMap((run) => run.findings.toSorted(compareFindings));
}

/** Orders findings by gravity. */
export function compareFindings(one: Finding, other: Finding): number {
  return findingOrder.indexOf(one.severity) - findingOrder.indexOf(other.severity);
}

function compareMildness(one: RunbookAction, other: RunbookAction): number {
  return (
    Number(one.needsCwd) - Number(other.needsCwd) ||
    Number(one.effect === 'destroys') - Number(other.effect === 'destroys') ||
    Number(other.remedy !== null) - Number(one.remedy !== null) ||
    consentOrder.indexOf(one.consent) - consentOrder.indexOf(other.consent) ||
    one.line - other.line
  );
}

function firstOfEach(suggestions: readonly SuggestedAction[]): readonly SuggestedAction[] {
  const seen = new Set<string>();
  return suggestions.filter(({ action }) => {
    if (seen.has(action.id)) return false;
    seen.add(action.id);
    return true;
  });
}
