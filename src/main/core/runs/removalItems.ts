import path from 'node:path';
import type { PlannedStep, PreflightItem } from '#shared/run/run.ts';
import { refusal } from './remedies/remedy.ts';

/** Folders whose loss is the loss of the host or of somebody's files. */
const dangerous =
  /^(?:\/|\/\*|~[\w-]*\/?\*?|\$\{?HOME\}?(?:\/\*?)?|\/(?:bin|boot|dev|etc|home|lib\d*|media|mnt|opt|proc|root|run|sbin|srv|sys|usr|var)\/?\*?|\/home\/[^/]+\/?\*?|\.\.?|\.\/|\.\.\/.*)$/;

/** Whether a path must never be removed or overwritten as a whole. */
export const isDangerousRoot = (named: string): boolean => {
  const plain = named.startsWith('/') ? path.posix.normalize(named) : named;
  return dangerous.test(plain.replace(/(?<=.)\/+$/, '').replaceAll(/\/{2,}/g, '/'));
};

const unquoted = (word: string) => word.replaceAll(/["']/g, '');
/** Options of `find` that make it less than everything below its folders. */
const narrowing = /\s-(?:i?name|i?path|i?regex|[mac]time|[mac]min|newer\w*|size|user|empty)\s/;

/** What a part of a command would remove with all below it. */
function targetsOf(part: string): readonly string[] {
  const words = part.trim().split(/\s+/);
  const at = words.indexOf('rm');
  const isFind = /\bfind\s/.test(part) && /\s-delete\b|\s-exec(?:dir)?\s+(?:sudo\s+)?rm\b/.test(part);
  if (isFind) {
    const folders = words.slice(words.indexOf('find') + 1);
    const end = folders.findIndex((word) => /^[-(!\\]/.test(word));
    return narrowing.test(` ${part} `) ? [] : folders.slice(0, end < 0 ? undefined : end).map(unquoted);
  }
  if (at < 0 || !words.slice(at + 1).some((word) => /^-\w*[rR]/.test(word) || word === '--recursive')) return [];
  return words.slice(at + 1).flatMap((word) => (word.startsWith('-') ? [] : [unquoted(word)]));
}

/** A variable that the command line itself does not set is empty on the host: `$DIR/*` is then all of it. */
function unsetVariable(target: string, command: string): string | null {
  const name = /^\$\{?(\w+)\}?(?:\/|$)/.exec(target)?.[1];
  if (name === undefined || name === 'HOME' || name === 'PWD') return null;
  return new RegExp(
    `(?:^|[\\s;&|(])(?:export\\s+)?${name}=|\\bfor\\s+${name}\\s|\\bread\\b[^;|&\\n]*\\b${name}\\b`,
  ).test(command)
    ? null
    : name;
}

/** Refuses removals whose target would take the host or a home along, or hangs on a variable that nothing sets. */
export function removalItems(steps: readonly PlannedStep[]): readonly PreflightItem[] {
  return steps.flatMap(({ command, cwd }) =>
    command.split(/[;&|\n]+/).flatMap((part) =>
      targetsOf(part)
        .flatMap((target) => {
          const said = part.trim();
          const unset = unsetVariable(target, command);
          if (unset !== null) return [refusal(`${said} would remove ${target}, and nothing sets ${unset}: refused`)];
          const isRelative = cwd !== null && /^[\w*?.[]/.test(target);
          const whole = isRelative ? path.posix.join(cwd, target) : target;
          if (!isDangerousRoot(whole)) return [];
          return [refusal(`${said} would remove ${whole}: refused`)];
        })
        .slice(0, 1),
    ),
  );
}
