import { parseOptions, type Rule } from '../options.ts';
import { changes, reads } from '../verdict.ts';

const harmlessFunctions = new Set(
  'length substr split sub gsub match index tolower toupper sprintf int sqrt exp log sin cos atan2 rand srand strftime systime mktime gensub and or xor lshift rshift strtonum asort asorti printf print if while for return delete in'.split(
    ' ',
  ),
);

/** `awk` only prints unless its program writes to files, pipes or runs commands, or comes from a file. */
export const awkRule: Rule = (args) => {
  const { operands, stranger } = parseOptions(args, {
    values: '-F -v --field-separator --assign',
    stopsAtOperand: true,
  });
  if (stranger !== null) return changes(`\`awk\` with \`${stranger}\` is not known to only read`);
  const program = operands[0]?.value;
  return program != null && isPrinting(program)
    ? reads
    : changes('what this `awk` program does is not known to be only printing');
};

type Token = { readonly kind: 'word' | 'string' | 'regex' | 'number' | 'sign'; readonly text: string };

/** Every token of the program is one that can only compute and print. */
function isPrinting(program: string): boolean {
  const tokens = program.length < 5_000 ? tokensOf(program) : null;
  if (tokens === null) return false;
  let braces = 0;
  let parentheses = 0;
  return tokens.every(({ kind, text }, index) => {
    if (text === '{') braces += 1;
    if (text === '}') braces -= 1;
    if (text === '(') parentheses += 1;
    if (text === ')') parentheses -= 1;
    if (kind === 'word') return isHarmlessWord(text, tokens[index + 1]);
    if (kind !== 'sign') return true;
    if (text === '|' || text === '@' || text === '>>') return false;
    return text !== '>' || braces === 0 || parentheses > 0;
  });
}

/** Parentheses around `>` belong to a condition, unless they are the list of a print. */
function isHarmlessWord(word: string, next: Token | undefined): boolean {
  if (/^(?:system|getline|close|fflush|function|func|eval|include|load)$/.test(word)) return false;
  if (/^(?:print|printf)$/.test(word)) return next?.text !== '(';
  return next?.text !== '(' || harmlessFunctions.has(word);
}

const token =
  /\s+|#[^\n]*|(?<word>[A-Za-z_]\w*)|(?<number>\d+(?:\.\d+)?)|(?<string>"(?:[^"\\\n]|\\.)*")|(?<sign>\|\||&&|>>|>=|<=|==|!=|!~|\+\+|--|[+\-*%^]=|[{}()[\];,?:~!<>=+\-*%^$|&@/.]|\n)/uy;
const regex = /\/(?:[^/\\\n[]|\\.|\[\^?\]?(?:[^\]\\\n/]|\\.)*\])*\//uy;

/** Takes a program apart; null where something in it is not understood. */
function tokensOf(program: string): Token[] | null {
  const tokens: Token[] = [];
  let at = 0;
  while (at < program.length) {
    const slash = program[at] === '/' ? meaningOfSlash(tokens) : 'division';
    if (slash === null) return null;
    const pattern = slash === 'regex' ? regex : token;
    pattern.lastIndex = at;
    const match = pattern.exec(program);
    if (match === null) return null;
    const found = tokenFrom(match, pattern === regex);
    if (found !== null) tokens.push(found);
    at = pattern.lastIndex;
  }
  return tokens;
}

/** Words after which an operand or a statement begins. */
const beforeOperand = /^(?:print|printf|return|in|else|do|case|delete|exit|BEGIN|END)$/;

/** A slash after an operand divides, elsewhere it begins a regular expression; null where that hangs on the grammar. */
function meaningOfSlash(tokens: readonly Token[]): 'regex' | 'division' | null {
  const previous = tokens.at(-1);
  if (previous === undefined) return 'regex';
  if (previous.kind === 'word') return beforeOperand.test(previous.text) ? 'regex' : 'division';
  if (previous.kind !== 'sign') return previous.kind === 'regex' ? null : 'division';
  if (previous.text === ']') return 'division';
  if (previous.text === ')') return closesCondition(tokens) ? null : 'division';
  return previous.text === '++' || previous.text === '--' ? null : 'regex';
}

/** Whether the last parenthesis closes the condition of `if`, `while` or `for`, behind which a statement begins. */
function closesCondition(tokens: readonly Token[]): boolean {
  let depth = 0;
  const open = tokens.findLastIndex(({ text }) => {
    if (text === ')') depth += 1;
    if (text === '(') depth -= 1;
    return depth === 0;
  });
  return /^(?:if|while|for|switch)$/.test(tokens[open - 1]?.text ?? '');
}

function tokenFrom(match: RegExpExecArray, isRegex: boolean): Token | null {
  if (isRegex) return { kind: 'regex', text: match[0] };
  const { word, number, string, sign } = match.groups ?? {};
  if (word !== undefined) return { kind: 'word', text: word };
  if (number !== undefined) return { kind: 'number', text: number };
  if (string !== undefined) return { kind: 'string', text: string };
  return sign === undefined ? null : { kind: 'sign', text: sign };
}
