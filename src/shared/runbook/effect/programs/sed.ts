import type { Argument } from '../argument.ts';
import { parseOptions, type Rule } from '../options.ts';
import { changes, reads } from '../verdict.ts';

const list = {
  flags: '-n -E -r -s -u -z --quiet --silent --regexp-extended --posix --debug',
  values: '-e --expression -l',
} as const;

/** `sed` only prints unless it edits in place or its script writes files or runs commands. */
export const sedRule: Rule = (args) => {
  const { operands, options, stranger } = parseOptions(args, list);
  if (stranger !== null)
    return changes(
      /^-i|^--in-place/.test(stranger)
        ? '`sed -i` edits files in place'
        : `\`sed\` with \`${stranger}\` is not known to only read`,
    );
  const written = options.filter(({ name }) => name === '-e' || name === '--expression').map(({ value }) => value);
  const scripts: readonly (Argument | null | undefined)[] = written.length > 0 ? written : [operands[0]];
  return scripts.every((script) => script?.value != null && isPrinting(script.value))
    ? reads
    : changes('what this `sed` script does is not known to be only printing');
};

const address = String.raw`(?:\d+|\$|${pattern('/')}|\d+~\d+)`;
const substitution = ['/', '|', '#', ',', ':', '@', '_', '!']
  .map((delimiter) => String.raw`s${pattern(delimiter)}${replacement(delimiter)}[gpiI0-9]*`)
  .join('|');
const command = String.raw`(?:[pdqQ=nNPDgGhHx]|${substitution})`;
const statement = String.raw`\s*(?:${address}(?:,(?:${address}|[+~]\d+))?)?\s*!?\s*${command}\s*`;
const printing = new RegExp(`^${statement}(?:[;\\n]${statement})*[;\\s]*$`, 'u');

/** A regular expression with its first delimiter and the second, brackets in it free of delimiters. */
function pattern(delimiter: string): string {
  const d = delimiter === '|' ? String.raw`\|` : delimiter;
  return String.raw`${d}(?:[^\\\n\[${d}]|\\[^\n]|\[\^?\]?[^\]\n\[${d}\\]*\])*${d}`;
}

/** The replacement up to the third delimiter. */
function replacement(delimiter: string): string {
  const d = delimiter === '|' ? String.raw`\|` : delimiter;
  return String.raw`(?:[^\\\n${d}]|\\[^\n])*${d}`;
}

/** Only addresses, substitutions without `w` and `e`, and commands that print, delete or end. */
function isPrinting(script: string): boolean {
  return script.length < 2_000 && printing.test(script);
}
