import type { PlannedStep, PreflightItem } from '#shared/run/run.ts';
import { lastLine, type Remote } from '../remote.ts';
import { cost, fine, refusal } from '../remedies/remedy.ts';
import { needsTerminal } from './sudoShim.ts';

/** A simple command under sudo, without its own options: what sudoers rules are written for. */
const simpleSudo = /^sudo\s+(?:-n\s+)?(?!-)([^|;&<>$`\n()]+)$/;

/**
 * Sh text; `as` is empty or the words for another user than root. `-l COMMAND` says whether a rule allows it, not whether a password is asked for. That none is can be told when no
 * rule asks for one (`-v`), or when a NOPASSWD rule fits the command, wildcards included.
 */
export const sudoScript = (command: string, as = ''): string => `command -v sudo >/dev/null || exit 9
p=$(sudo -n ${as}-l ${command}) || exit 1
sudo -n -v 2>/dev/null && exit 0
sudo -n -l | sed -n 's/^ *([^)]*).*NOPASSWD: //p' | sed 's/ PASSWD:.*//' | tr ',' '\\n' | while IFS= read -r r; do
  r=\${r# }
  [ "$r" != ALL ] || echo yes
  case $p in $r) echo yes ;; esac
done | grep -q yes || exit 8`;

const terminalMend = "write Defaults:USER !requiretty into the host's sudoers";

/** Whether sudo lets each of these commands through without asking for a password. */
export async function sudoItems(steps: readonly PlannedStep[], remote: Remote): Promise<readonly PreflightItem[]> {
  const commands = [...new Set(steps.flatMap(({ command }) => simpleSudo.exec(command.trim())?.[1]?.trim() ?? []))];
  const items: PreflightItem[] = [];
  for (const command of commands) {
    const answer = await remote.ask(sudoScript(command));
    const mend = `allow "${command}" with NOPASSWD in sudoers, or store the password on the page of the host`;
    const why = lastLine(answer);
    if (answer.code === 9) items.push(refusal(`sudo is not installed on ${remote.hostName}: ${command} cannot run`));
    else if (answer.code === 8) items.push(cost(`sudo may ask for a password, and nobody can type one: ${mend}`));
    else if (answer.code === 0) items.push(fine(`sudo allows: ${command}`));
    else if (needsTerminal.test(why))
      items.push(refusal(`sudo wants a terminal, which Sitrep has not: ${terminalMend}`));
    else items.push(refusal(`sudo would ask for a password or refuse (${why || 'no rule'}): ${mend}`));
  }
  return items;
}

/** What the stored password of a host does for this run. */
export function passwordItems(kind: 'plain' | 'password' | 'refused', hostName: string): readonly PreflightItem[] {
  if (kind === 'password') return [fine('sudo takes the password that is stored for this host')];
  if (kind === 'plain') return [];
  return [cost(`sudo on ${hostName} refused the stored password, and it is not tried again: store the right one`)];
}
