import type { WordRule } from './word.ts';

/** The last match, which is about how it is now; of those, one that also names something. */
function search(pattern: RegExp, text: string): RegExpExecArray | undefined {
  const matches = [...text.matchAll(everyOf(pattern))];
  return matches.findLast(names) ?? matches.at(-1);
}

const names = ({ groups }: RegExpExecArray): boolean =>
  Object.values(groups ?? {}).some((one) => one !== undefined && one !== '');

const everyOf = (pattern: RegExp): RegExp =>
  new RegExp(pattern.source, pattern.flags.includes('g') ? pattern.flags : `${pattern.flags}g`);

/** The same for a slow pattern, tried only at the lines that pass its hint, each with the one before it. */
function searchAtHints(pattern: RegExp, hint: RegExp, text: string): RegExpExecArray | undefined {
  const lines = text.split('\n');
  let [end, unnamed]: [number, RegExpExecArray | undefined] = [text.length, undefined];
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    const line = lines[index] ?? '';
    const start = end - line.length;
    if (hint.test(line)) {
      const from = Math.max(0, start - 1 - (lines[index - 1]?.length ?? 0));
      const match = search(pattern, text.slice(from, end));
      if (match !== undefined) {
        const placed = Object.assign(match, { index: match.index + from, input: text });
        if (names(placed)) return placed;
        unnamed ??= placed;
      }
    }
    end = start - 1;
  }
  return unnamed;
}

const mostTexts = 8;
/** A diagnosis judges anew with each output that comes in, and most of the words are then the same. */
const found = new Map<string, Map<WordRule, RegExpExecArray | undefined>>();

/** The last match of a rule in a text; of the last few texts it is remembered. */
export function lastMatch(rule: WordRule, text: string): RegExpExecArray | undefined {
  const known = found.get(text) ?? new Map<WordRule, RegExpExecArray | undefined>();
  found.delete(text);
  found.set(text, known);
  const [oldest] = found.keys();
  if (found.size > mostTexts && oldest !== undefined) found.delete(oldest);
  if (known.has(rule)) return known.get(rule);
  const match = rule.hint === undefined ? search(rule.pattern, text) : searchAtHints(rule.pattern, rule.hint, text);
  known.set(rule, match);
  return match;
}
