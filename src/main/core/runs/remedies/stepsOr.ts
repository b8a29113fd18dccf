import type { PlannedStep } from '#shared/run/run.ts';
import type { RemedyOrder } from './remedy.ts';

/** The steps of the runbook, or our own, as title and command, where it has none. */
export const stepsOr = (order: RemedyOrder, own: readonly (readonly [string, string])[]): readonly PlannedStep[] =>
  order.steps.length > 0
    ? order.steps
    : own.map(([title, command]) => ({ title, command, cwd: null, timeoutMs: order.timeoutMs }));
