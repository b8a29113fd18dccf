import type {
  BlockContent,
  Code,
  DefinitionContent,
  List,
  ListItem as MarkdownItem,
  Paragraph,
  RootContent,
  Table,
} from 'mdast';
import { noAttributes, splitAttributes } from './attributes.ts';
import type { Block, ListItem, TableRow, TextLine } from './block.ts';
import { parseMarkdown } from './parseMarkdown.ts';
import { textLine, textLines } from './inlineText.ts';

type Node = RootContent | BlockContent | DefinitionContent;

/** Blocks of sibling nodes in reading order. `text` is the whole document, for what must be kept as written. */
export function blocksOf(nodes: readonly Node[], text: string): Block[] {
  const blocks: Block[] = [];
  for (const node of nodes) {
    const block = blockOf(node, text, introFrom(blocks.at(-1)));
    if (block !== null) blocks.push(block);
  }
  return blocks;
}

/** A short paragraph, or one that ends in a colon, announces the block after it. */
function introFrom(previous: Block | undefined): TextLine | null {
  if (previous?.kind !== 'paragraph') return null;
  const last = previous.lines.at(-1);
  return last !== undefined && (/[:：]$/.test(last.text) || last.text.length < 100) ? last : null;
}

function blockOf(node: Node, text: string, intro: TextLine | null): Block | null {
  const line = node.position?.start.line ?? 1;
  const raw = rawText(node, text);
  if (node.type === 'paragraph')
    return tasksFrom(node, text, intro) ?? { kind: 'paragraph', lines: textLines(node.children, line), raw, line };
  if (node.type === 'list') {
    return { kind: 'list', isOrdered: node.ordered === true, items: itemsOf(node, text), intro, raw, line };
  }
  if (node.type === 'code') return checklistFrom(node, text, intro) ?? codeBlock(node, raw, intro, line);
  if (node.type === 'table') return { kind: 'table', header: headerOf(node), rows: rowsOf(node), raw, line };
  if (node.type === 'blockquote') return { kind: 'quote', blocks: blocksOf(node.children, text), raw, line };
  if (node.type === 'html') return { kind: 'html', raw, line };
  if (node.type === 'thematicBreak') return { kind: 'break', raw, line };
  return node.type === 'yaml' ? null : { kind: 'other', raw, line };
}

const box = /^\[[ xX]?\]\s+/;

/** Lines that begin with a box to tick are a list of tasks, also without a dash before it. */
function tasksFrom(node: Paragraph, text: string, intro: TextLine | null): Block | null {
  const line = node.position?.start.line ?? 1;
  const [first] = node.children;
  if (first?.type !== 'text' || !box.test(first.value)) return null;
  const lines = textLines(node.children, line);
  if (!lines.every((one) => box.test(one.text))) return null;
  const items = lines.map((one): ListItem => ({
    ...one,
    kind: 'item',
    isTask: true,
    text: one.text.replace(box, ''),
    rest: one.rest.replace(box, ''),
    attributes: noAttributes,
    blocks: [],
  }));
  return { kind: 'list', isOrdered: false, items, intro, raw: rawText(node, text), line };
}

function rawText(node: Node | MarkdownItem, text: string): string {
  return text.slice(node.position?.start.offset ?? 0, node.position?.end.offset ?? 0);
}

function codeBlock(node: Code, raw: string, intro: TextLine | null, line: number): Block {
  const info = [node.lang, node.meta].filter((part) => part != null).join(' ');
  const { text, attributes } = splitAttributes(info);
  const isFenced = /^\s*(?:`{3,}|~{3,})/.test(raw);
  return {
    kind: 'code',
    language: (text.split(/[\s,:{]/)[0] ?? '').toLowerCase(),
    attributes,
    value: node.value,
    intro,
    raw,
    line,
    firstLine: isFenced ? line + 1 : line,
  };
}

/** A fence that holds nothing but tasks (`- [ ] ...`) is meant to be copied, and is a checklist all the same. */
function checklistFrom(node: Code, text: string, intro: TextLine | null): Block | null {
  const lines = node.value.split('\n').filter((line) => line.trim() !== '');
  if (lines.length < 2 || !lines.every((line) => /^\s*[-*+]\s+\[[ xX]\]\s/.test(line))) return null;
  const list = parseMarkdown(node.value).children[0];
  if (list?.type !== 'list') return null;
  const line = (node.position?.start.line ?? 1) + 1;
  const items = itemsOf(list, node.value).map((item) => ({ ...item, line: item.line + line - 1 }));
  return { kind: 'list', isOrdered: false, items, intro, raw: rawText(node, text), line };
}

function itemsOf(list: List, text: string): ListItem[] {
  return list.children.map((item) => itemOf(item, text));
}

function itemOf(item: MarkdownItem, text: string): ListItem {
  const line = item.position?.start.line ?? 1;
  const isTask = typeof item.checked === 'boolean';
  const [first, ...others] = item.children;
  if (first?.type !== 'paragraph') {
    const empty = { text: '', label: null, rest: '', codes: [] };
    return { kind: 'item', isTask, ...empty, line, attributes: noAttributes, blocks: blocksOf(item.children, text) };
  }
  const whole = textLine(first.children, line);
  const own = splitAttributes(whole.text);
  const rest = splitAttributes(whole.rest).text;
  return {
    ...whole,
    kind: 'item',
    isTask,
    text: own.text,
    rest,
    attributes: own.attributes,
    blocks: blocksOf(others, text),
  };
}

function headerOf(table: Table): TextLine[] {
  const row = table.children[0];
  return (row?.children ?? []).map((cell) => textLine(cell.children, row?.position?.start.line ?? 1));
}

function rowsOf(table: Table): TableRow[] {
  return table.children.slice(1).map((row) => {
    const line = row.position?.start.line ?? 1;
    return { kind: 'row', line, cells: row.children.map((cell) => textLine(cell.children, line)) };
  });
}
