import type { Runbook, RunbookAction } from '../runbook/runbook.ts';
import { fillText } from '../runbook/variables.ts';

/** The runbook's actions with the values of their variables in commands, folders and options, to be judged and never run. */
export function filledActions(
  runbook: Pick<Runbook, 'actions' | 'variables'>,
  values: Readonly<Record<string, string>>,
): readonly RunbookAction[] {
  const filled = (text: string): string => {
    const result = fillText(text, values, runbook.variables);
    return result.kind === 'filled' ? result.text : text;
  };
  return runbook.actions.map((action) => ({
    ...action,
    steps: action.steps.map((step) => ({
      ...step,
      command: filled(step.command),
      cwd: step.cwd === null ? null : filled(step.cwd),
    })),
    remedy:
      action.remedy === null
        ? null
        : {
            ...action.remedy,
            options: Object.fromEntries(
              Object.entries(action.remedy.options).map(([key, text]) => [key, filled(text)]),
            ),
          },
  }));
}
