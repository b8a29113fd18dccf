import type { Runbook, TimedList } from './runbook.ts';
import { withValues } from './variables.ts';

/** The runbook with the values of its variables in what people read of it: the names of its actions, and its steps. */
export function withFilledWords(runbook: Runbook, values: Readonly<Record<string, string>>): Runbook {
  const filled = (text: string) => withValues(text, values, runbook.variables);
  const filledLists = (lists: readonly TimedList[]) =>
    lists.map((list) => ({ ...list, steps: list.steps.map((step) => ({ ...step, text: filled(step.text) })) }));
  return {
    ...runbook,
    actions: runbook.actions.map((action) => ({ ...action, title: filled(action.title) })),
    phases: filledLists(runbook.phases),
    followUps: filledLists(runbook.followUps),
  };
}
