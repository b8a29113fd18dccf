import type { Outcome } from './observation.ts';

/** Every outcome that is not fine. */
export type ProblemOutcome = Exclude<Outcome, 'ok'>;

const ranks = { ok: 0, unknown: 1, warning: 1, critical: 2 } as const;

/** Whether `outcome` is news to somebody who was told `than`; `unknown` and `warning` weigh the same. */
export function isWorse(outcome: Outcome, than: Outcome): boolean {
  return ranks[outcome] > ranks[than];
}

/** The outcome that a group of results stands for: the worst; a `warning` says more than an `unknown`. */
export function worstOf(outcomes: readonly Outcome[]): Outcome {
  const order: readonly Outcome[] = ['critical', 'warning', 'unknown'];
  return order.find((outcome) => outcomes.includes(outcome)) ?? 'ok';
}

/** Where `value` stands: at or above a limit counts as that limit reached. */
export function outcomeAbove(value: number, warning: number, critical: number): Outcome {
  if (value >= critical) return 'critical';
  return value >= warning ? 'warning' : 'ok';
}

/** Where a value stands that gets worse as it falls, such as days left. */
export function outcomeBelow(value: number, warning: number, critical: number): Outcome {
  if (value <= critical) return 'critical';
  return value <= warning ? 'warning' : 'ok';
}

/** Whether a problem of this outcome opens an incident, by what the check says of itself. */
export function opensIncidentAt(rule: 'never' | 'critical' | 'warning' | undefined, outcome: ProblemOutcome): boolean {
  if (rule === 'never') return false;
  return rule === 'warning' || outcome === 'critical';
}
