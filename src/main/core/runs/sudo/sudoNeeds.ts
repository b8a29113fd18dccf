import type { PreflightItem } from '#shared/run/run.ts';
import type { Remote } from '../remote.ts';
import { cost, refusal } from '../remedies/remedy.ts';
import { sudoScript } from './sudoItems.ts';

const programOf = (command: string): string => /^\S+/.exec(command)?.[0] ?? '';
const unique = (names: readonly string[]): readonly string[] => [...new Set(names)];

/**
 * Whether sudo lets a remedy do all that it does beside the runbook's own command. `sudo` is as the remedy writes it,
 * `sudo -u OWNER ` or nothing; `commands` are one of each kind. What is missing is refused with the line for sudoers.
 */
export async function sudoNeeds(
  sudo: string,
  commands: readonly string[],
  remote: Remote,
): Promise<readonly PreflightItem[]> {
  if (sudo === '') return [];
  const as = sudo.replace(/^sudo\s+/, '');
  const codes = new Map<string, number>();
  for (const command of commands) codes.set(command, (await remote.ask(sudoScript(command, as))).code);
  const of = (wanted: (code: number) => boolean) =>
    unique([...codes].filter(([, code]) => wanted(code)).map(([command]) => programOf(command)));
  if (of((code) => code === 9).length > 0) return [refusal(`sudo is not installed on ${remote.hostName}`)];
  const [refused, asking] = [of((code) => code !== 0 && code !== 8), of((code) => code === 8)];
  if (refused.length === 0 && asking.length === 0) return [];
  const line = await sudoersLine(as, unique(commands.map(programOf)), remote);
  if (refused.length === 0)
    return [cost(`sudo may ask for a password (${asking.join(', ')}), and nobody can type one: "${line}" allows it`)];
  return [
    refusal(
      `sudo does not let this user run ${refused.join(', ')}, which the remedy and its way back need: write "${line}" into sudoers`,
    ),
  ];
}

/** What a person would write into sudoers, with the paths that the programs have on the host. */
async function sudoersLine(as: string, programs: readonly string[], remote: Remote): Promise<string> {
  const looks = programs.map(
    (name) =>
      `p=$(PATH=/usr/sbin:/usr/bin:/sbin:/bin; which -- '${name}' 2>/dev/null || echo '/usr/bin/${name}'); printf '%s\n' "$p"`,
  );
  const { stdout } = await remote.ask(`id -un; ${looks.join('; ')}`);
  const [user = 'USER', ...paths] = stdout.trim().split('\n');
  const who = /-u\s*([\w.-]+)/.exec(as)?.[1] ?? 'root';
  return `${user} ALL=(${who}) NOPASSWD: ${paths.join(', ')}`;
}
