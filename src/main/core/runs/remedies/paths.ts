import { RequestError } from '#shared/rpc/errors.ts';
import { isDangerousRoot } from '../removalItems.ts';
import type { RemedyOrder } from './remedy.ts';

const invalid = (what: string, mend: string) => new RequestError('INVALID', what, mend);
/** Letters of all languages and blanks; nothing that means something to a shell within quotes, or to a pattern. */
const plainPath = /^\/[\p{L}\p{M}\p{N} _@%+=:,./-]*$/u;

/** An absolute, plain path of an option. Throws `RequestError` INVALID for others, and for whole systems and homes. */
export function pathOption(order: Pick<RemedyOrder, 'options'>, name: string): string {
  const path = (order.options[name] ?? '').replace(/(?<=.)\/+$/, '');
  if (path === '')
    throw invalid(`The remedy names no ${name}`, `Set ${name}= in the runbook, or the variable that it uses.`);
  if (!plainPath.test(path) || path.split('/').includes('..'))
    throw invalid(
      `${name}=${path} is no plain absolute path`,
      'Write it from / on, without quotes, wildcards, line breaks and "..".',
    );
  if (isDangerousRoot(path))
    throw invalid(`${name}=${path} would concern a whole system or a home`, 'Name a folder of the service itself.');
  return path;
}

export type Glob = { readonly folder: string; readonly pattern: string };

/** A path whose last part may have wildcards. Throws like `pathOption`, and for patterns that match everything. */
export function globOption(text: string): Glob {
  const at = text.lastIndexOf('/');
  const [folder, pattern] = [text.slice(0, at) || '/', text.slice(at + 1)];
  const isPlain =
    plainPath.test(folder) && /^[A-Za-z0-9_@%+=:,.*?-]+$/.test(pattern) && !text.split('/').includes('..');
  if (at < 0 || !isPlain)
    throw invalid(
      `"${text}" is no path that can be cleared`,
      'Write it from / on, with wildcards (* and ?) in its last part only.',
    );
  const isEverything = /^[*?.]*$/.test(pattern);
  const isShared = isDangerousRoot(folder) || /^\/(tmp|var\/tmp|var\/lib|var\/log|var\/cache|usr\/local)$/.test(folder);
  if (folder === '/' || (isEverything && isShared) || isDangerousRoot(text.replaceAll(/[*?]/g, '')))
    throw invalid(
      `"${text}" matches far more than temporary data of one service`,
      'Name a folder of the service, or how its files begin.',
    );
  return { folder, pattern };
}

const sudoWords = /\bsudo((?:\s+(?:-[nEHS]+|--))*)((?:\s+(?:-[ug]\s*[\w.-]+|--(?:user|group)[= ][\w.-]+))*)(?=\s)/;

/** `sudo ` where the runbook's own command of this kind is under sudo, `sudo -u OWNER ` where it says so; else nothing. */
export function sudoOf(order: Pick<RemedyOrder, 'steps'>, command: RegExp): string {
  const commands = order.steps.map((step) => step.command).filter((text) => command.test(text));
  const match = commands.map((text) => sudoWords.exec(text)).find((found) => found !== null);
  return match === undefined || match === null ? '' : `sudo ${(match[2] ?? '').trim()} `.replace(/\s+$/, ' ');
}
