import type { PlannedStep, PreflightItem } from '#shared/run/run.ts';
import { quote } from '../ssh/channel/quote.ts';
import { folderWord } from '../ssh/channel/startedScript.ts';
import { lastLine, type Remote } from './remote.ts';
import { cost, fine, refusal } from './remedies/remedy.ts';

/** A simple command under sudo, without its own options: what sudoers rules are written for. */
const simpleSudo = /^sudo\s+(?:-n\s+)?(?!-)([^|;&<>$`\n()]+)$/;

/**
 * `-l COMMAND` says whether a rule allows it, not whether a password is asked for. That none is can be told when no
 * rule asks for one (`-v`), or when the very command stands in a NOPASSWD rule.
 */
const sudoScript = (command: string) => `command -v sudo >/dev/null || exit 9
p=$(sudo -n -l ${command}) || exit 1
sudo -n -v 2>/dev/null && exit 0
sudo -n -l | grep NOPASSWD: | grep -qF -e "$p" -e 'NOPASSWD: ALL' || exit 8`;

/** Whether sudo lets each of these commands through without asking for a password. */
export async function sudoItems(steps: readonly PlannedStep[], remote: Remote): Promise<readonly PreflightItem[]> {
  const commands = [...new Set(steps.flatMap(({ command }) => simpleSudo.exec(command.trim())?.[1]?.trim() ?? []))];
  const items: PreflightItem[] = [];
  for (const command of commands) {
    const answer = await remote.ask(sudoScript(command));
    const mend = `allow "${command}" with NOPASSWD in sudoers`;
    if (answer.code === 9) items.push(refusal(`sudo is not installed on ${remote.hostId}: ${command} cannot run`));
    else if (answer.code === 8) items.push(cost(`sudo may ask for a password, and nobody can type one: ${mend}`));
    else if (answer.code === 0) items.push(fine(`sudo allows: ${command}`));
    else items.push(refusal(`sudo would ask for a password or refuse (${lastLine(answer) || 'no rule'}): ${mend}`));
  }
  return items;
}

/** What the stored password of a host does for this run. */
export function passwordItems(kind: 'plain' | 'password' | 'refused', hostName: string): readonly PreflightItem[] {
  if (kind === 'password') return [fine('sudo takes the password that is stored for this host')];
  if (kind === 'plain') return [];
  return [cost(`sudo on ${hostName} refused the stored password, and it is not tried again: store the right one`)];
}

const wordOf = (command: string) =>
  /^\s*(?:sudo\s+(?:-[nEHS]+\s+|-[ug]\s*\S+\s+|--\S+\s+)*)?(?:[A-Za-z_]\w*=\S*\s+)*([\w@%+=:,./-]+)/.exec(
    command,
  )?.[1] ?? null;

/** Whether the folder of each step can be entered and its program is there. */
export async function programItems(steps: readonly PlannedStep[], remote: Remote): Promise<readonly PreflightItem[]> {
  const items: PreflightItem[] = [];
  for (const { command, cwd } of steps) {
    const enter = cwd === null ? '' : `CDPATH= cd -- ${folderWord(cwd)} || exit 8; `;
    const word = wordOf(command);
    const look = word === null ? 'true' : `command -v -- ${quote(word)} >/dev/null || exit 7`;
    const { code } = await remote.ask(`${enter}${look}`);
    if (code === 8) items.push(refusal(`The folder ${cwd ?? ''} cannot be entered on ${remote.hostId}`));
    if (code === 7)
      items.push(
        refusal(
          `There is no ${word ?? 'such program'} on ${remote.hostId}${cwd === null ? '' : ` (looked from ${cwd})`}`,
        ),
      );
  }
  return items;
}

/** What a free command costs as far as its effect tells. */
export function effectItems(effect: 'reads' | 'changes' | 'destroys'): readonly PreflightItem[] {
  return effect === 'destroys' ? [cost('It deletes, overwrites or resets, and nothing brings that back')] : [];
}
