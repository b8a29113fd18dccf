import { anyWord, type Argument, isSurelyOperand } from '../argument.ts';
import type { EffectOfWords, Rule } from '../options.ts';
import { changes, destroys, reads, type Verdict, worst } from '../verdict.ts';

const flags = new Set(
  '-H -L -P -O0 -O1 -O2 -O3 -nouser -nogroup -empty -readable -writable -executable -depth -d -mount -xdev -prune -print -print0 -ls -quit -not -and -or -a -o -follow -true -false -daystart -warn -nowarn -noleaf -ignore_readdir_race ! ( ) ,'.split(
    ' ',
  ),
);
/** Tests whose next word is their value, whatever it looks like. */
const withValue =
  /^-(?:i?name|i?path|i?regex|i?wholename|i?lname|x?type|size|[amc]time|[amc]min|newer(?:[aBcm][aBcmt])?|anewer|cnewer|user|group|uid|gid|perm|links|inum|samefile|maxdepth|mindepth|printf|used|fstype|regextype)$/;
const runs = new Set(['-exec', '-execdir', '-ok', '-okdir']);

/** `find` reads unless it deletes, writes a list to a file, or runs something that does. */
export const findRule: Rule = (args, _program, effectOfWords) => {
  const verdicts: Verdict[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const argument = args[at];
    if (argument === undefined) break;
    const value = argument.value;
    if (value !== null && runs.has(value)) {
      const end = args.findIndex((other, index) => index > at && (other.value === ';' || other.value === '+'));
      if (end === -1) return changes(`\`find ${value}\` has no end`);
      verdicts.push(ofCommand(args.slice(at + 1, end), effectOfWords));
      at = end;
    } else if (value !== null && withValue.test(value)) {
      at += 1;
      if (args[at]?.isOneWord !== true)
        verdicts.push(changes(`\`find ${value}\` has a value that is not known before it runs`));
    } else verdicts.push(ofArgument(argument));
  }
  return worst(verdicts);
};

function ofArgument(argument: Argument): Verdict {
  const { value, text } = argument;
  if (value === null)
    return isSurelyOperand(argument) ? reads : changes(`what ${text} adds to \`find\` is not known before it runs`);
  if (value === '-delete') return destroys('`find -delete` deletes files');
  if (/^-(?:fprint|fls)/.test(value)) return changes(`\`find ${value}\` writes a file`);
  return !value.startsWith('-') || flags.has(value) ? reads : changes(`\`find ${value}\` is not known to only read`);
}

/** The command with each `{}` standing for a file that is not known yet. */
function ofCommand(words: readonly Argument[], effectOfWords: EffectOfWords): Verdict {
  const [program, ...args] = words;
  if (program === undefined) return reads;
  return effectOfWords([
    program,
    ...args.map((word) => (word.value?.includes('{}') === true ? placeholderFrom(word) : word)),
  ]);
}

/** find's file names begin with the start folder, and with `./` in `-execdir`; only a bare `{}` is taken for one. */
function placeholderFrom(word: Argument): Argument {
  const before = word.value?.split('{}')[0] ?? '';
  return before === '' ? { ...anyWord, prefix: './' } : { ...anyWord, text: word.text, prefix: before };
}
