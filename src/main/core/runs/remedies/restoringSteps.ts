import type { PlannedStep } from '#shared/run/run.ts';
import { quote } from '../../ssh/channel/quote.ts';
import { backupArchive, unpacking } from './backupArchive.ts';
import { copying } from './compareBackup.ts';
import { keptName } from './keptName.ts';
import { pathOption, sudoOf } from './paths.ts';
import type { RemedyOrder } from './remedy.ts';

const unpackedAt = (order: RemedyOrder) => `~/.local/state/sitrep/unpacked/${keptName(order)}`;

/**
 * The commands of the runbook, or our own copy. An archive is unpacked beside everything and looked at first, so that
 * our copy of that stands in the place of the commands which unpack it.
 */
export function restoringSteps(order: RemedyOrder): readonly PlannedStep[] {
  const [backup, root] = [pathOption(order, 'backup'), pathOption(order, 'root')];
  const isArchive = backupArchive(backup) !== null;
  const from = isArchive ? unpackedAt(order) : quote(backup);
  const own: PlannedStep = {
    title: `Restore ${backup}`,
    command: `${sudoOf(order, copying)}cp -a ${from}/. ${quote(root)}/`,
    cwd: null,
    timeoutMs: order.timeoutMs,
  };
  if (!isArchive) return order.steps.length > 0 ? order.steps : [own];
  const isItsOwn = ({ command }: PlannedStep) => command.includes(backup) || unpacking.test(command);
  const at = order.steps.findIndex(isItsOwn);
  if (at < 0) return [own, ...order.steps];
  return order.steps.flatMap((step, index) => (index === at ? [own] : isItsOwn(step) ? [] : [step]));
}

/** The steps that sudo is asked about; our copy runs as what else is done as root here. */
export const sudoSteps = ({ steps, ...order }: RemedyOrder): readonly PlannedStep[] =>
  steps.filter(({ command }) => !command.includes(keptName(order)));
