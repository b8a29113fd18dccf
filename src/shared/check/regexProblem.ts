export type RegexProblem = { readonly message: string; readonly mend: string };

const classes = [
  'alnum',
  'alpha',
  'blank',
  'cntrl',
  'digit',
  'graph',
  'lower',
  'print',
  'punct',
  'space',
  'upper',
  'xdigit',
];
/** What people know from other regular expressions, and how it is written here. */
const elsewhere: Readonly<Record<string, string>> = {
  d: '[0-9]',
  D: '[^0-9]',
  s: '[[:space:]]',
  S: '[^[:space:]]',
  w: '[[:alnum:]_]',
  W: '[^[:alnum:]_]',
  t: '[[:blank:]]',
  b: '(^|[^[:alnum:]_])',
};
/** The edges of words, which grep knows and awk does not. */
const edges = 'bB';

/**
 * What is wrong with an extended regular expression (POSIX), the language of `grep -E` and `awk` on the hosts; null
 * where nothing is. Also names what only other languages mean: `\d` would be looked for as a `d`. Pure.
 */
export function regexProblem(pattern: string, searchedBy: 'grep' | 'awk'): RegexProblem | null {
  const openAt: number[] = [];
  /** Whether something stands before that a `*` can repeat. */
  let isRepeatable = false;
  for (let at = 0; at < pattern.length; at += 1) {
    const symbol = pattern[at];
    if (symbol === '\\') {
      const problem = escapeProblem(pattern[at + 1], searchedBy);
      if (problem !== null) return problem;
      isRepeatable = true;
      at += 1;
    } else if (symbol === '[') {
      const end = bracketEnd(pattern, at);
      if (end === null)
        return { message: '`[` is not closed', mend: 'Add the `]`, or write `\\[` for the character itself.' };
      const problem = bracketProblem(pattern.slice(at + 1, end));
      if (problem !== null) return problem;
      isRepeatable = true;
      at = end;
    } else if (symbol === '(') {
      if (pattern[at + 1] === '?') return otherLanguage(pattern.slice(at, at + 3));
      openAt.push(at);
      isRepeatable = false;
    } else if (symbol === ')') {
      if (openAt.pop() === undefined)
        return { message: '`)` closes nothing', mend: 'Remove it, or write `\\)` for the character itself.' };
      isRepeatable = true;
    } else if (symbol === '|') isRepeatable = false;
    else if (symbol !== undefined && '*+?'.includes(symbol)) {
      if (!isRepeatable) return nothingToRepeat(symbol);
    } else if (symbol === '{') {
      const problem = countProblem(pattern.slice(at));
      if (problem !== null) return problem;
      isRepeatable = true;
    } else isRepeatable = symbol !== '^';
  }
  if (openAt.length === 0) return null;
  return { message: '`(` is not closed', mend: 'Add the `)`, or write `\\(` for the character itself.' };
}

function nothingToRepeat(symbol: string): RegexProblem {
  const message = `\`${symbol}\` has nothing before it to repeat`;
  const mend = symbol === '*' ? 'Write `.*` for any text, or `\\*` for the character.' : `Write \`\\${symbol}\`.`;
  return { message, mend };
}

function otherLanguage(words: string): RegexProblem {
  return {
    message: `\`${words}\` is not part of extended regular expressions`,
    mend: 'Write a plain group `( )`; capitals can be allowed as in `[Ee]rror`.',
  };
}

function escapeProblem(symbol: string | undefined, searchedBy: 'grep' | 'awk'): RegexProblem | null {
  if (symbol === undefined) return { message: 'it ends in a `\\`', mend: 'Write `\\\\` for the character itself.' };
  if (!/[A-Za-z0-9]/.test(symbol) || (searchedBy === 'grep' && edges.includes(symbol))) return null;
  const written = elsewhere[symbol];
  return {
    message: `\`\\${symbol}\` is not part of extended regular expressions`,
    mend: written === undefined ? `Write \`${symbol}\` without the \`\\\`.` : `Write \`${written}\`.`,
  };
}

/** Where the `]` stands that closes this bracket; one that comes first is a character like others. */
function bracketEnd(pattern: string, start: number): number | null {
  let at = start + (pattern[start + 1] === '^' ? 2 : 1);
  if (pattern[at] === ']') at += 1;
  for (; at < pattern.length; at += 1) {
    const inner = pattern[at] === '[' ? /^[:.=]$/.exec(pattern[at + 1] ?? '')?.[0] : undefined;
    const innerEnd = inner === undefined ? -1 : pattern.indexOf(`${inner}]`, at + 2);
    if (innerEnd !== -1) at = innerEnd + 1;
    else if (pattern[at] === ']') return at;
  }
  return null;
}

function bracketProblem(inside: string): RegexProblem | null {
  const unknown = [...inside.matchAll(/\[:(.*?):\]/g)]
    .map(([, name = '']) => name)
    .find((name) => !classes.includes(name));
  if (unknown !== undefined)
    return {
      message: `there is no class [:${unknown}:]`,
      mend: `Use one of ${classes.map((name) => `[:${name}:]`).join(', ')}.`,
    };
  if (/^:.*:$/.test(inside))
    return { message: `\`[${inside}]\` needs another pair of brackets`, mend: `Write \`[[${inside}]]\`.` };
  const plain = inside.replace(/^\^/, '').replaceAll(/\[([:.=]).*?\1\]/g, '');
  const reversed = [...plain.matchAll(/(.)-(.)/gs)].find(([, from = '', to = '']) => from > to);
  if (reversed === undefined) return null;
  return {
    message: `the range \`${reversed[0]}\` runs backwards`,
    mend: 'Exchange the two; a `-` itself stands last.',
  };
}

/** A brace that begins no count stands for itself, as in JSON. */
function countProblem(rest: string): RegexProblem | null {
  const [whole = '', least, most] = /^\{(\d+)(?:,(\d*))?\}/.exec(rest) ?? [];
  if (whole === '' || most === undefined || most === '' || Number(least) <= Number(most)) return null;
  return { message: `the count \`${whole}\` runs backwards`, mend: 'Exchange the two numbers.' };
}
