/** A place in a text that is to be filled in. */
export type Placeholder = {
  /** As written, delimiters left out. */
  readonly name: string;
  readonly delimiters: '{}' | '[]' | '<>' | '${}' | '{{}}';
  readonly start: number;
  readonly end: number;
};

const inner = String.raw`[^\n{}[\]<>"$\u0060]`;
/** In brackets quotes may stand too, but not first: `["a"]` is a list of data. */
const quoting = String.raw`[^\n{}[\]<>"$\u0060][^\n{}[\]<>$\u0060]`;
const forms = new RegExp(
  [
    String.raw`\{\{\s*(?<double>${inner}{1,120}?)\s*\}\}`,
    String.raw`\$\{(?<dollar>[^\n{}"]{1,80})\}`,
    String.raw`\{(?<single>${inner}{1,120})\}`,
    String.raw`(?<!\])\[(?<square>${quoting}{0,119}(?:\n[^\n{}[\]<>$\u0060]{1,80})?)\](?![(\[]|:\s*(?:https?:|\/|#|<http))`,
    String.raw`<(?<angle>${quoting}{0,119})>`,
  ].join('|'),
  'gu',
);

/** Words in square brackets that mark a message and are no place to fill in. */
const tags =
  /^(?:resolved|updates?|update \d+|incident|initial|alert|action required|fyi|urgent|outage|maintenance|internal|external|monitoring|investigating|identified|critical|major|minor|notice|status|final|closed|all clear|security|p[0-5]|sev-?[0-5]|gelöst|behoben|störung|résolu|resuelto|x|\d+)$/iu;
const htmlTag =
  /^\/?(?:a|b|i|u|p|br|hr|div|span|em|strong|code|pre|ul|ol|li|table|thead|tbody|tr|td|th|h[1-6]|html|body|head|img|details|summary|sup|sub|small|font|center|blockquote|kbd|style|script|title|meta)(?:\s[^>]*)?\/?$/iu;

/** Names of tags that are words too: without an end they are places to fill in. */
const tagOrWord = /^(?:summary|title|details|code|body|head)$/iu;

/**
 * Every place to fill in, in order, in any of the forms `{x}`, `[x]`, `<x>`, `${x}` and `{{x}}`. Beside other forms a
 * short word of capitals in square brackets is a mark of the message, such as `[DR]`.
 */
export function placeholderSpans(text: string): Placeholder[] {
  const spans = [...text.matchAll(forms)].flatMap((match) => {
    const found = nameAndForm(match.groups ?? {});
    if (found === null || !isPlaceholder(found.name, found.delimiters, text)) return [];
    return [{ ...found, start: match.index, end: match.index + match[0].length }];
  });
  const hasOthers = spans.some(({ delimiters }) => delimiters !== '[]');
  return spans.filter(
    ({ name, delimiters, start }) =>
      !hasOthers || delimiters !== '[]' || !(/^[A-Z][A-Z0-9-]{0,11}$/.test(name) || isMark(text, start, name)),
  );
}

/** A single word at the beginning of a line, such as `[Acme] Service restored`. */
function isMark(text: string, start: number, name: string): boolean {
  return /(?:^|\n)\s*$/.test(text.slice(0, start)) && /^\p{Lu}[\p{L}\p{N}]+$/u.test(name);
}

/** The names of all places to fill in, each once, in order of appearance. */
export function placeholdersOf(text: string): string[] {
  return [...new Set(placeholderSpans(text).map((placeholder) => placeholder.name))];
}

function nameAndForm(
  groups: Readonly<Record<string, string | undefined>>,
): Pick<Placeholder, 'name' | 'delimiters'> | null {
  const { double, dollar, single, square, angle } = groups;
  if (double !== undefined) return { name: double.trim(), delimiters: '{{}}' };
  if (dollar !== undefined) return { name: dollar.trim(), delimiters: '${}' };
  if (single !== undefined) return { name: single.trim(), delimiters: '{}' };
  if (square !== undefined) return { name: square.replaceAll(/\s*\n[\s>]*/g, ' ').trim(), delimiters: '[]' };
  return angle === undefined ? null : { name: angle.trim(), delimiters: '<>' };
}

function isPlaceholder(name: string, delimiters: Placeholder['delimiters'], text: string): boolean {
  if (!/\p{L}/u.test(name)) return /^_{2,}$|^\.{3}$|^…$/.test(name) && delimiters === '[]';
  if (/^\d{1,2}[:.h]\d{2}(?!\d)/.test(name) || (name.startsWith('#') && delimiters === '{}')) return false;
  if (delimiters === '[]') return !tags.test(name);
  if (delimiters === '<>' && tagOrWord.test(name)) return !text.includes(`</${name}>`);
  if (delimiters === '<>') return !htmlTag.test(name) && !/^(?:https?:|mailto:|[@!#/]|\S+@\S+\.\S+$)/iu.test(name);
  return true;
}
