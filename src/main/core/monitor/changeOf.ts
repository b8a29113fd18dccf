import type { AlertChange } from '#shared/alert/alertChange.ts';
import { assertNever } from '#shared/assertNever.ts';
import { opensIncidentAt, type ProblemOutcome } from '#shared/check/outcomes.ts';
import type { Verdict } from '#shared/check/trackedCheck.ts';
import type { ResolvedCheck } from './resolveChecks.ts';

/** What a verdict on a check means for the desk of alerts. */
export function changeOf(verdict: Verdict, check: ResolvedCheck, causeKey: string): AlertChange {
  const opens = (outcome: ProblemOutcome): boolean => opensIncidentAt(check.check.opensIncident, outcome);
  switch (verdict.kind) {
    case 'raised': {
      const { alertId, outcome, problemSinceAt } = verdict.problem;
      const alert = {
        id: alertId,
        source: { kind: 'check', checkId: check.check.id, checkRevision: check.revision },
        hostId: check.hostId,
        serviceId: check.serviceId,
        outcome,
        text: verdict.text,
        problemSinceAt,
        causeKey,
      } as const;
      return { kind: 'raised', alert, opensIncident: opens(outcome) };
    }
    case 'worsened':
      return { ...verdict, opensIncident: opens(verdict.outcome) };
    case 'recovered':
    case 'retired':
      return verdict;
    default:
      return assertNever(verdict);
  }
}
