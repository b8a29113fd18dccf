import type { PhrasingContent } from 'mdast';
import type { InlineCode, TextLine } from './block.ts';

/** The text of inline nodes as a person reads it; `<br>` breaks the line, other inline HTML leaves no trace. */
export function inlineText(nodes: readonly PhrasingContent[]): string {
  let text = '';
  for (const node of nodes) text += nodeText(node);
  return text;
}

function nodeText(node: PhrasingContent): string {
  if (node.type === 'text' || node.type === 'inlineCode') return node.value;
  if (node.type === 'break') return '\n';
  if (node.type === 'html') return /^<br\b/i.test(node.value) ? '\n' : '';
  return 'children' in node ? inlineText(node.children) : '';
}

/** `<code>` and `<b>` with what stands between them, as the Markdown nodes that mean the same. */
function withHtmlInlines(nodes: readonly PhrasingContent[]): readonly PhrasingContent[] {
  if (!nodes.some((node) => openedBy(node) !== null)) return nodes;
  const closing = closingTags(nodes);
  const result: PhrasingContent[] = [];
  for (let at = 0; at < nodes.length; at += 1) {
    const node = nodes[at];
    if (node === undefined) break;
    const tag = openedBy(node);
    const ends = tag === null ? [] : (closing.get(tag) ?? []);
    while ((ends.at(-1) ?? nodes.length) <= at) ends.pop();
    const end = ends.at(-1);
    if (tag === null || end === undefined) result.push(node);
    else {
      const inner = nodes.slice(at + 1, end);
      result.push(
        tag === 'b' || tag === 'strong'
          ? { type: 'strong', children: inner }
          : { type: 'inlineCode', value: inlineText(inner) },
      );
      at = end;
    }
  }
  return result;
}

function openedBy(node: PhrasingContent): string | null {
  return node.type === 'html' ? (/^<(code|kbd|tt|b|strong)\b/i.exec(node.value)?.[1]?.toLowerCase() ?? null) : null;
}

/** Where each tag is closed, the first place last. */
function closingTags(nodes: readonly PhrasingContent[]): Map<string, number[]> {
  const closing = new Map<string, number[]>();
  for (let at = nodes.length - 1; at >= 0; at -= 1) {
    const node = nodes[at];
    const tag = node?.type === 'html' ? /^<\/(\w+)>$/.exec(node.value)?.[1]?.toLowerCase() : undefined;
    if (tag !== undefined) {
      const places = closing.get(tag) ?? [];
      places.push(at);
      closing.set(tag, places);
    }
  }
  return closing;
}

type Line = { nodes: PhrasingContent[]; line: number };

/** One entry per line that the nodes show. */
export function textLines(nodes: readonly PhrasingContent[], firstLine: number): TextLine[] {
  return nodesByLine(withHtmlInlines(nodes), firstLine)
    .map(({ nodes: ofLine, line }) => textLine(ofLine, line))
    .filter((line) => line.text !== '');
}

/** All nodes as one line, breaks included in its text. */
export function textLine(written: readonly PhrasingContent[], line: number): TextLine {
  const nodes = withHtmlInlines(written);
  const text = tidy(inlineText(nodes));
  const { label, rest } = splitLabel(nodes, text);
  return { kind: 'line', text, label, rest, codes: inlineCodes(nodes), line };
}

function nodesByLine(nodes: readonly PhrasingContent[], firstLine: number): Line[] {
  const lines: Line[] = [{ nodes: [], line: firstLine }];
  const startLine = (line: number) => lines.push({ nodes: [], line });
  let line = firstLine;
  for (const node of nodes) {
    if (node.type === 'break') startLine((line += 1));
    else if (node.type === 'html' && /^<br\b/i.test(node.value)) startLine(line);
    else if (node.type === 'text') {
      node.value.split('\n').forEach((value, index) => {
        if (index > 0) startLine((line += 1));
        if (value !== '') lines.at(-1)?.nodes.push({ type: 'text', value });
      });
    } else lines.at(-1)?.nodes.push(node);
  }
  return lines;
}

const symbolsOnly = /^[^\p{L}\p{N}]*$/u;

/** The strong or emphasised text at the start (pictograms before it do not count), and what follows it. */
function splitLabel(nodes: readonly PhrasingContent[], text: string): { label: string | null; rest: string } {
  const index = nodes.findIndex((node) => !(node.type === 'text' && symbolsOnly.test(node.value)));
  const first = nodes[index];
  if (first === undefined || (first.type !== 'strong' && first.type !== 'emphasis')) return { label: null, rest: text };
  const label = tidy(inlineText(first.children)).replace(/\s*[:：]\s*$/, '');
  const rest = tidy(inlineText(nodes.slice(index + 1)));
  const after = rest.replace(/^\s*(?:[:：–—]|-(?=\s)|→|->)\s*/, '');
  return label === '' ? { label: null, rest: text } : { label, rest: after };
}

/** So much text before and after a code span tells what it is for; less where one stands beside the other. */
const nearby = 400;
const nearbyOfMany = 40;
const many = 60;

function inlineCodes(nodes: readonly PhrasingContent[]): InlineCode[] {
  const flat: PhrasingContent[] = [];
  flatten(nodes, flat);
  const codes = flat.filter((node) => node.type === 'inlineCode').length;
  if (codes === 0) return [];
  const near = codes > many ? nearbyOfMany : nearby;
  const texts = flat.map(nodeText);
  const whole = texts.join('');
  let at = 0;
  return flat.flatMap((node, index) => {
    const start = at;
    at += texts[index]?.length ?? 0;
    if (node.type !== 'inlineCode') return [];
    const value = node.value.replaceAll(/\s*\n\s*/g, ' ');
    return [
      {
        value,
        before: tidy(whole.slice(Math.max(0, start - near), start)),
        after: tidy(whole.slice(at, at + near)),
      },
    ];
  });
}

function flatten(nodes: readonly PhrasingContent[], flat: PhrasingContent[]): void {
  for (const node of nodes) {
    if ('children' in node) flatten(node.children, flat);
    else flat.push(node);
  }
}

const untidy = /\s\s|[^\S \n]|\n/;

/** Runs of blanks become one; line breaks stay. */
export function tidy(text: string): string {
  if (!untidy.test(text)) return text.trim();
  return text
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/ ?\n ?/g, '\n')
    .trim();
}
