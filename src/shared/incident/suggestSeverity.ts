import type { RaisedAlert } from '../alert/alert.ts';
import type { CheckKind } from '../check/checkDefinition.ts';
import type { SeverityLevel } from '../runbook/runbook.ts';
import type { Severity } from './incident.ts';

export type SuggestedSeverity = { readonly severity: Severity; readonly reason: string };

type Impact = 'down' | 'degraded' | 'minor';

/** Checks whose critical answer means that users get nothing at all. */
const outageKinds: ReadonlySet<CheckKind> = new Set<CheckKind>([
  'reachable',
  'systemd-unit',
  'http',
  'tcp',
  'process',
  'container',
]);

/** For each impact, words by which a runbook's criteria speak of it, and the rank where none does. */
const impacts: Readonly<Record<Impact, { readonly words: RegExp; readonly rank: Severity; readonly text: string }>> = {
  down: { words: /\boutages?\b|\bdown\b|\bunavailab/i, rank: 1, text: 'is down' },
  degraded: { words: /\bdegrad|\bperformance\b/i, rank: 2, text: 'is impaired' },
  minor: { words: /\bminor\b|\bnon-critical\b/i, rank: 3, text: 'has a minor problem' },
};

/**
 * The severity that an alert suggests, by the criteria of the runbook: what is down, impaired or only warned of is
 * looked for in their words. `name` is what the alert concerns, as the lab calls it; null where it names nothing.
 * `checkKind` is null where the alert does not come from a check.
 */
export function suggestSeverity(
  alert: Pick<RaisedAlert, 'outcome' | 'serviceId'>,
  name: string | null,
  levels: readonly SeverityLevel[],
  checkKind: CheckKind | null,
): SuggestedSeverity {
  const { words, rank, text } = impacts[impactOf(alert, checkKind)];
  const what = `${name ?? 'something'} ${text}`;
  const fitting = levels
    .toSorted((one, other) => Math.abs(one.rank - rank) - Math.abs(other.rank - rank) || one.rank - other.rank)
    .flatMap((level) =>
      level.criteria.filter((criterion) => words.test(criterion)).map((criterion) => ({ level, criterion })),
    );
  const best = fitting[0];
  return best === undefined
    ? { severity: rank, reason: `${what}; no criterion of the runbook speaks of it` }
    : { severity: best.level.rank, reason: `${what}: ${best.criterion}` };
}

/** Whether an alert says that its service or host is down, impaired, or merely not as it should be. */
export function impactOf(alert: Pick<RaisedAlert, 'outcome' | 'serviceId'>, checkKind: CheckKind | null): Impact {
  if (alert.outcome !== 'critical') return 'minor';
  const isOutage = checkKind === null ? alert.serviceId !== null : outageKinds.has(checkKind);
  return isOutage ? 'down' : 'degraded';
}
