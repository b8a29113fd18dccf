import { bashOnly } from '#shared/runbook/shell/bashOnly.ts';
import type { PlannedStep, PreflightItem } from '#shared/run/run.ts';
import { isCacheCleanUp } from '#shared/runbook/consent.ts';
import { quote } from '../ssh/channel/quote.ts';
import { needsBash } from '../ssh/channel/needsBash.ts';
import { folderWord } from '../ssh/channel/startedScript.ts';
import type { Remote } from './remote.ts';
import { cost, fine, refusal } from './remedies/remedy.ts';

const wordOf = (command: string) =>
  /^\s*(?:sudo\s+(?:-[nEHS]+\s+|-[ug]\s*\S+\s+|--\S+\s+)*)?(?:[A-Za-z_]\w*=\S*\s+)*([\w@%+=:,./-]+)/.exec(
    command,
  )?.[1] ?? null;

/** Whether the folder of each step can be entered and its program, and the shell that it is written for, are there. */
export async function programItems(steps: readonly PlannedStep[], remote: Remote): Promise<readonly PreflightItem[]> {
  const items: PreflightItem[] = [];
  for (const { command, cwd } of steps) {
    const enter = cwd === null ? '' : `CDPATH= cd -- ${folderWord(cwd)} || exit 8; `;
    const word = wordOf(command);
    const isForBash = bashOnly(command) !== null;
    const find = word === null ? 'true' : `command -v -- ${quote(word)} >/dev/null || exit 7`;
    const look = isForBash ? `command -v bash >/dev/null || exit 9; exec bash -c ${quote(find)}` : find;
    const { code } = await remote.ask(`${enter}${look}`);
    if (code === 9) items.push(refusal(`${needsBash(command)}, and there is none on ${remote.hostName}`));
    if (code === 8) items.push(refusal(`The folder ${cwd ?? ''} cannot be entered on ${remote.hostName}`));
    if (code === 7)
      items.push(
        refusal(
          `There is no ${word ?? 'such program'} on ${remote.hostName}${cwd === null ? '' : ` (looked from ${cwd})`}`,
        ),
      );
  }
  return items;
}

/** What a free command costs as far as its effect tells. */
export function effectItems(effect: 'reads' | 'changes' | 'destroys'): readonly PreflightItem[] {
  return effect === 'destroys' ? [cost('It deletes, overwrites or resets, and nothing brings that back')] : [];
}

/** What a clean-up of downloads costs: time and traffic later. */
export function cleanUpItems(steps: readonly PlannedStep[]): readonly PreflightItem[] {
  return steps
    .filter(({ command }) => isCacheCleanUp(command))
    .map(({ command }) => fine(`${command} deletes only downloads; what is needed of them is fetched again then`));
}
