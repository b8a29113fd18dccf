import type { Word } from 'unbash';
import { wordArgument } from '../effect/argument.ts';
import { parseShell } from '../shell/parseShell.ts';
import type { Bound } from './edit.ts';

/**
 * Runs once what `watch` would repeat. Like `watch`, it hands its words to a shell, joined by blanks and without their
 * quotes (watch(1), `--exec`), and does so openly where more than one plain command would otherwise lose its place.
 */
export const watchOnce: Bound = ({ program, args, isAlone }) => {
  const start = args.findIndex(({ value }, index) => !value.startsWith('-') && !isInterval(args[index - 1]));
  const own = args.slice(0, start);
  const repeated = args.slice(start);
  const [first, last] = [repeated[0], repeated.at(-1)];
  if (start === -1 || first === undefined || last === undefined) return [];
  if (own.some(({ value }) => /^(?:-[a-z]*x|--exec)$/.test(value)))
    return [{ start: program.pos, end: first.pos, text: '' }];
  if (repeated.some((word) => wordArgument(word).value === null)) return [];
  const text = repeated.map(({ value }) => value).join(' ');
  const once = isAlone || isPlainCommand(text) ? text : `sh -c '${text.replaceAll("'", String.raw`'\''`)}'`;
  return [{ start: program.pos, end: last.end, text: once }];
};

function isInterval(word: Word | undefined): boolean {
  return word !== undefined && /^(?:-n|--interval)$/.test(word.value);
}

function isPlainCommand(text: string): boolean {
  const script = parseShell(text);
  if (script === null || (script.errors?.length ?? 0) > 0) return false;
  const [statement, ...others] = script.commands;
  const command = statement?.command;
  return (
    others.length === 0 &&
    statement?.background !== true &&
    command?.type === 'Command' &&
    command.redirects.length === 0
  );
}
