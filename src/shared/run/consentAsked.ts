import type { Consent, PreflightItem, RunPlan } from './run.ts';

const order: readonly Consent[] = ['none', 'click', 'confirm', 'type'];

/**
 * What a run asks once its preflight is known: what its plan asks, and at least a confirmation where the preflight
 * found a cost. What only reads asks nothing.
 */
export function consentAsked(plan: Pick<RunPlan, 'effect' | 'consent'>, preflight: readonly PreflightItem[]): Consent {
  if (plan.effect === 'reads') return 'none';
  const hasCost = preflight.some((item) => item.verdict === 'cost');
  return hasCost && order.indexOf(plan.consent) < order.indexOf('confirm') ? 'confirm' : plan.consent;
}
