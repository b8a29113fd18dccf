import { bashOnly } from '#shared/runbook/shell/bashOnly.ts';
import { quote } from './quote.ts';

/** Without it `git status` writes what it found into the index, and may so disturb somebody's commit (git(1)). */
const gitLooksOnly = 'export GIT_OPTIONAL_LOCKS=0; ';

/** What the wrapper says of itself before the command runs. A leader's whole group can be killed. */
export type StartWord =
  | { readonly kind: 'started'; readonly pid: number; readonly isLeader: boolean }
  | { readonly kind: 'noSuchFolder' }
  | { readonly kind: 'noBash' };

/**
 * The script of one command's channel: makes this process the leader of a process group, says its id on both outputs,
 * enters the folder, and becomes a `sh` that runs exactly the given text, or a `bash` where only bash understands it.
 * The process id stays the same all the way, so that the channel's status is the command's own.
 */
export function startedScript(
  command: string,
  options: { readonly cwd: string | null; readonly marker: string; readonly hasInput: boolean },
): string {
  const { cwd, marker } = options;
  const input = options.hasInput ? '' : ' </dev/null';
  const say = (word: string): string => `{ echo "${marker} ${word}"; echo "${marker} ${word}" >&2; }`;
  const enter = cwd === null ? '' : `CDPATH= cd -- ${folderWord(cwd)} || { ${say('cwd')}; exit 1; }\n`;
  const shell = bashOnly(command) === null ? 'sh' : 'bash';
  const find = shell === 'sh' ? '' : `command -v bash >/dev/null 2>&1 || { ${say('bash')}; exit 1; }\n`;
  const run = (who: string): string =>
    `${enter}${find}${say(`pid $$ ${who}`)}; ${gitLooksOnly}exec ${shell} -c ${quote(command)}${input}`;
  // A server that gave us a group of our own needs no setsid, which would fork there and lose the status.
  return `if [ -r /proc/$$/stat ]; then read -r g </proc/$$/stat; set -- \${g##*)}; g=$3
else g=$(ps -o pgid= -p $$ | tr -d ' '); fi
if [ "$g" = $$ ]; then ${run('leader')}
elif command -v setsid >/dev/null 2>&1; then exec setsid sh -c ${quote(run('leader'))}
else ${run('alone')}
fi`;
}

/** The meaning of what stood behind the marker; null when it is none of ours. */
export function startWord(text: string): StartWord | null {
  if (text === 'cwd') return { kind: 'noSuchFolder' };
  if (text === 'bash') return { kind: 'noBash' };
  const [, pid, who] = /^pid (\d+) (leader|alone)$/.exec(text) ?? [];
  return pid === undefined ? null : { kind: 'started', pid: Number(pid), isLeader: who === 'leader' };
}

/** A folder as one word of sh: `~` is the one thing in its name that a person expects to be expanded. */
export function folderWord(cwd: string): string {
  if (cwd === '~') return '"$HOME"';
  return cwd.startsWith('~/') ? `"$HOME"/${quote(cwd.slice(2))}` : quote(cwd);
}
