import type { PlannedStep } from '../run/run.ts';
import type { Runbook, RunbookAction } from '../runbook/runbook.ts';
import { fillText, fillVariables } from '../runbook/variables.ts';

export type ReadingAction = { readonly action: RunbookAction; readonly steps: readonly PlannedStep[] };

const longestMs = 30_000;

/** The runbook's diagnostics that are proved to read and can run as they stand, with their steps filled in. */
export function readingActions(runbook: Runbook, values: Readonly<Record<string, string>>): readonly ReadingAction[] {
  return runbook.actions.flatMap((action): readonly ReadingAction[] => {
    if (action.purpose !== 'diagnostic' || action.effect !== 'reads' || action.needsCwd) return [];
    if ((action.undeclared ?? []).length > 0) return [];
    const steps = action.steps.map((step, index): PlannedStep | null => {
      const command = fillVariables(step.command, values, runbook.variables);
      const cwd = step.cwd === null ? null : fillText(step.cwd, values, runbook.variables);
      if (command.kind === 'refused' || cwd?.kind === 'refused') return null;
      const place = action.steps.length > 1 ? ` (${String(index + 1)} of ${String(action.steps.length)})` : '';
      return {
        title: `${action.title}${place}`,
        command: command.text,
        cwd: cwd?.text ?? null,
        timeoutMs: Math.min(action.timeoutMs, longestMs),
      };
    });
    return steps.every((step) => step !== null) ? [{ action, steps }] : [];
  });
}
