import type { Runbook } from '../runbook.ts';
import { withDefaults } from '../variables.ts';
import { folderFrom, isWholeFolder } from './blockSteps.ts';
import { usesRelativePath } from './relativePath.ts';

type Step = { readonly command: string; readonly cwd: string | null };

/** Whether a step means files from where it is started on, and nothing says where that is. */
export function lacksFolder({ command, cwd }: Step, variables: Runbook['variables']): boolean {
  return cwd === null ? usesRelativePath(withDefaults(command, variables)) : !isWholeFolder(cwd);
}

/** Where a step runs once a person named the folder that its document leaves open. */
export function folderOfStep(step: Step, folder: string, variables: Runbook['variables']): string | null {
  if (!lacksFolder(step, variables)) return step.cwd;
  return step.cwd === null ? folder : folderFrom(folder, step.cwd);
}
