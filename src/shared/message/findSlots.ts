/** One place in a text that a placeholder marks. */
export type Slot = {
  readonly start: number;
  readonly end: number;
  /** As written, without delimiters. */
  readonly placeholder: string;
  /** What stands in front of it and says what belongs here: `Started`, or the heading line above. Empty where nothing does. */
  readonly label: string;
  /** The characters right before it: `INC-` of `INC-{timestamp}`. */
  readonly prefix: string;
};

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
const delimiters = [
  ['${', '}'],
  ['{{', '}}'],
  ['{', '}'],
  ['<', '>'],
  ['[', ']'],
] as const;

/** Longer names first, so that `{time elapsed}` is never half of `{time}`. */
function patternOf(placeholders: readonly string[]): RegExp | null {
  const names = placeholders.filter((name) => name.trim() !== '').toSorted((a, b) => b.length - a.length);
  if (names.length === 0) return null;
  const any = names.map((name) => escaped(name.trim())).join('|');
  return new RegExp(
    delimiters.map(([open, close]) => `${escaped(open)}[ \\t]*(?:${any})[ \\t]*${escaped(close)}`).join('|'),
    'g',
  );
}

const bare = (text: string) =>
  text
    .replaceAll(/[*_`#>]/g, ' ')
    .replace(/^\s*(?:[-+]|\d+[.)])\s+/, '')
    .replace(/[:\s-]+$/, '')
    .trim();

/** The words of the same line up to the last colon; for a line of its own, the heading-like line above. */
function labelAt(text: string, start: number): string {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const before = text.slice(lineStart, start).replace(/^.*[}\]>|;](?=[^}\]>|;]*$)/, '');
  if (before.includes(':')) return bare(before.slice(0, before.lastIndexOf(':')));
  if (bare(before.replace(/^\s*(?:[-+*]|\d+[.)])\s*$/, '')) !== '') return bare(before);
  const above =
    text
      .slice(0, lineStart)
      .split('\n')
      .findLast((line) => line.trim() !== '')
      ?.trim() ?? '';
  return above.endsWith(':') || /^(#|\*\*|__)/.test(above) ? bare(above) : '';
}

/** Where the given placeholders stand in a text, in any of the usual delimiters, in order. */
export function findSlots(text: string, placeholders: readonly string[]): readonly Slot[] {
  const pattern = patternOf(placeholders);
  if (pattern === null) return [];
  return [...text.matchAll(pattern)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    placeholder: match[0].replace(/^(?:\$\{|\{\{|[{<[])\s*/, '').replace(/\s*(?:\}\}|[}>\]])$/, ''),
    label: labelAt(text, match.index),
    prefix: /\S*$/.exec(text.slice(Math.max(0, match.index - 40), match.index))?.[0] ?? '',
  }));
}
