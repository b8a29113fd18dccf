import { RequestError } from '#shared/rpc/errors.ts';
import { quote } from '../../ssh/channel/quote.ts';
import { isDangerousRoot } from '../removalItems.ts';
import type { RemedyOrder } from './remedy.ts';

const invalid = (what: string, mend: string) => new RequestError('INVALID', what, mend);
/** Lists of files have one path a line, and what nobody sees is nobody's intention. */
const unseen = /\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}/u;
const isAbsolute = (path: string): boolean => path.startsWith('/') && !path.split('/').includes('..');

/** A word for `find -path` and `-lname` that means exactly this text. */
export const patternOf = (path: string): string => path.replaceAll(/[\\*?[\]]/g, '\\$&');

/** An absolute path of an option; quotes, wildcards and blanks in it are part of the name. Throws `RequestError` INVALID for others, and for whole systems and homes. */
export function pathOption(order: Pick<RemedyOrder, 'options'>, name: string): string {
  const path = (order.options[name] ?? '').replace(/(?<=.)\/+$/, '');
  if (path === '')
    throw invalid(`The remedy names no ${name}`, `Set ${name}= in the runbook, or the variable that it uses.`);
  if (!isAbsolute(path)) throw invalid(`${name}=${path} is no absolute path`, 'Write it from / on, and without "..".');
  if (unseen.test(path))
    throw invalid(
      `${name} has line breaks or other characters that nobody sees, which lists of files cannot keep`,
      'Rename it on the host, or write the commands in the runbook without a typed remedy.',
    );
  if (isDangerousRoot(path))
    throw invalid(`${name}=${path} would concern a whole system or a home`, 'Name a folder of the service itself.');
  return path;
}

export type Glob = { readonly folder: string; readonly pattern: string };

/** A path whose last part may have wildcards (`*` and `?`). Throws like `pathOption`, and for patterns that match everything. */
export function globOption(text: string): Glob {
  const at = text.lastIndexOf('/');
  const glob = { folder: text.slice(0, at) || '/', pattern: text.slice(at + 1) };
  if (!isAbsolute(text) || /[*?]/.test(glob.folder) || unseen.test(text) || glob.pattern === '')
    throw invalid(
      `"${text}" is no path that can be cleared`,
      'Write it from / on, with wildcards (* and ?) in its last part only.',
    );
  return checkReach(glob);
}

/** All that a folder has. Throws like `globOption`. */
export const wholeOf = (folder: string): Glob => checkReach({ folder, pattern: '*' });

function checkReach(glob: Glob): Glob {
  const { folder, pattern } = glob;
  const isEverything = /^[*?.]*$/.test(pattern);
  const isShared = isDangerousRoot(folder) || /^\/(tmp|var\/tmp|var\/lib|var\/log|var\/cache|usr\/local)$/.test(folder);
  const without = `${folder}/${pattern.replaceAll(/[*?]/g, '')}`;
  if (folder === '/' || (isEverything && isShared) || isDangerousRoot(without))
    throw invalid(
      `"${folder}/${pattern}" matches far more than temporary data of one service`,
      'Name a folder of the service, or how its files begin.',
    );
  return glob;
}

/** Sh text that becomes the matches of a glob: all but its wildcards is quoted. */
export const globText = ({ folder, pattern }: Glob): string =>
  `${quote(folder)}/${pattern
    .split(/([*?]+)/)
    .filter((part) => part !== '')
    .map((part) => (/^[*?]/.test(part) ? part : quote(part)))
    .join('')}`;

const sudoWords = /\bsudo((?:\s+(?:-[nEHS]+|--))*)((?:\s+(?:-[ug]\s*[\w.-]+|--(?:user|group)[= ][\w.-]+))*)(?=\s)/;

/** `sudo ` where the runbook's own command of this kind is under sudo, `sudo -u OWNER ` where it says so; else nothing. */
export function sudoOf(order: Pick<RemedyOrder, 'steps'>, command: RegExp): string {
  const commands = order.steps.map((step) => step.command).filter((text) => command.test(text));
  const match = commands.map((text) => sudoWords.exec(text)).find((found) => found !== null);
  return match === undefined || match === null ? '' : `sudo ${(match[2] ?? '').trim()} `.replace(/\s+$/, ' ');
}
