import type { Runbook, RunbookAction } from '#shared/runbook/runbook.ts';
import { fillVariables } from '#shared/runbook/variables.ts';

type Given = {
  readonly action: RunbookAction;
  readonly declared: Runbook['variables'];
  readonly values: Readonly<Record<string, string>>;
};

/** An action's commands with its variables filled in, as far as they can be: to be read before it runs. */
export function shownCommands({ action, declared, values }: Given): readonly string[] {
  return action.steps.map(({ command }) => {
    const filled = fillVariables(command, values, declared);
    return filled.kind === 'filled' ? filled.text : command;
  });
}
