import { parse, type Script } from 'unbash';
import { remembering } from '../remembering.ts';

type Parsed = ReturnType<typeof parse>;

const deepest = 120;

/** Trees are large beside their texts. */
const mostRemembered = 600_000;

/** The syntax tree of a shell text; null where it nests so deeply that nobody could have meant it. */
export const parseShell = remembering(parsed, mostRemembered);

function parsed(text: string): Parsed | null {
  let depth = 0;
  for (const character of text) {
    if (character === '(' || character === '{' || character === '`') depth += 1;
    else if (character === ')' || character === '}') depth = Math.max(0, depth - 1);
    if (depth > deepest) return null;
  }
  return parse(text);
}

/** What stands for a text that could not be parsed. */
export const emptyScript: Script = { type: 'Script', pos: 0, end: 0, shebang: undefined, commands: [] };
