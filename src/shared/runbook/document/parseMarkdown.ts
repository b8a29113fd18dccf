import type { PhrasingContent, Root, RootContent } from 'mdast';
import MarkdownIt, { type Token } from 'markdown-it';
import { inlineNodes } from './inlineNodes.ts';

const markdown = new MarkdownIt({ html: true }).disable(['text_join']);

type Position = NonNullable<Root['position']>;

/** Lines of a text by number, and what stands between two of them. */
type Lines = { readonly text: string; readonly starts: readonly number[] };

/**
 * The Markdown tree of a document, with tables, task lists and YAML front matter. Positions are exact to the line. Takes
 * time in proportion to the length of any text.
 */
export function parseMarkdown(text: string): Root {
  const frontMatter = frontMatterOf(text);
  const body =
    frontMatter === null ? text : text.slice(0, frontMatter.end).replaceAll(/[^\n]/g, '') + text.slice(frontMatter.end);
  const lines: Lines = { text, starts: [0, ...[...text.matchAll(/\n/g)].map((match) => match.index + 1)] };
  const children = treeOf(markdown.parse(withoutLoneReturns(body), {}), lines);
  if (frontMatter === null) return { type: 'root', children };
  return {
    type: 'root',
    children: [{ type: 'yaml', value: frontMatter.yaml, position: positionOf(lines, [0, 1]) }, ...children],
  };
}

/** The parser would count a carriage return alone as the end of a line; nobody else does. */
function withoutLoneReturns(text: string): string {
  return text.replaceAll(/\r(?!\n)/g, ' ');
}

/** What stands between `---` lines at the very top. */
function frontMatterOf(text: string): { readonly yaml: string; readonly end: number } | null {
  const match = /^---[^\S\n]*\r?\n(?<yaml>[\s\S]*?\r?\n)?---[^\S\n]*(?:\r?\n|$)/.exec(text);
  return match === null ? null : { yaml: match.groups?.['yaml'] ?? '', end: match[0].length };
}

function positionOf({ text, starts }: Lines, [first, end]: readonly [number, number]): Position {
  const start = starts[first] ?? text.length;
  const lineText = (line: number) => text.slice(starts[line] ?? text.length, starts[line + 1] ?? text.length).trimEnd();
  let lastLine = Math.max(first, Math.min(end, starts.length) - 1);
  while (lastLine > first && lineText(lastLine) === '') lastLine -= 1;
  const length = Math.max(0, (starts[lastLine] ?? text.length) + lineText(lastLine).length - start);
  return {
    start: { line: first + 1, column: 1, offset: start },
    end: { line: lastLine + 1, column: 1, offset: start + length },
  };
}

/** A node whose children are still being gathered. */
type Open = { readonly token: Token | null; readonly children: RootContent[]; inline: PhrasingContent[] };

/** Tokens come flat, with an opening and a closing one around children. */
function treeOf(tokens: readonly Token[], lines: Lines): RootContent[] {
  const root: Open = { token: null, children: [], inline: [] };
  const open: Open[] = [root];
  for (const token of tokens) {
    const innermost = open.at(-1) ?? root;
    if (token.nesting === 1) open.push({ token, children: [], inline: [] });
    else if (token.nesting === -1) {
      const closed = open.pop();
      if (closed !== undefined) (open.at(-1) ?? root).children.push(...nodeFrom(closed, lines));
    } else if (token.type === 'inline') innermost.inline = inlineNodes(token.children ?? []);
    else innermost.children.push(...leafFrom(token, lines));
  }
  return root.children;
}

function leafFrom(token: Token, lines: Lines): RootContent[] {
  const position = positionOf(lines, token.map ?? [0, 0]);
  if (token.type === 'html_block') return [{ type: 'html', value: token.content.trimEnd(), position }];
  if (token.type === 'hr') return [{ type: 'thematicBreak', position }];
  if (token.type !== 'fence' && token.type !== 'code_block') return [];
  const [lang = '', ...meta] = token.info.trim().split(/\s+/);
  return [
    {
      type: 'code',
      lang: lang === '' ? null : lang,
      meta: meta.length === 0 ? null : meta.join(' '),
      value: token.content.replace(/\n$/, ''),
      position,
    },
  ];
}

const depths: Readonly<Record<string, 1 | 2 | 3 | 4 | 5 | 6>> = { h1: 1, h2: 2, h3: 3, h4: 4, h5: 5, h6: 6 };

function nodeFrom({ token, children, inline }: Open, lines: Lines): RootContent[] {
  if (token === null) return [];
  const position = positionOf(lines, token.map ?? [0, 0]);
  switch (token.type) {
    case 'heading_open':
      return [{ type: 'heading', depth: depths[token.tag] ?? 6, children: inline, position }];
    case 'paragraph_open':
      return [{ type: 'paragraph', children: inline, position }];
    case 'blockquote_open':
      return [{ type: 'blockquote', children: children.filter(isBlock), position }];
    case 'bullet_list_open':
    case 'ordered_list_open':
      return [
        {
          type: 'list',
          ordered: token.type === 'ordered_list_open',
          children: children.filter((child) => child.type === 'listItem'),
          position,
        },
      ];
    case 'list_item_open':
      return [itemFrom(children.filter(isBlock), position)];
    case 'th_open':
    case 'td_open':
      return [{ type: 'tableCell', children: inline }];
    case 'tr_open':
      return [{ type: 'tableRow', children: children.filter((child) => child.type === 'tableCell'), position }];
    case 'table_open':
      return [{ type: 'table', children: children.filter((child) => child.type === 'tableRow'), position }];
    default:
      return children;
  }
}

type Block = Extract<
  RootContent,
  { readonly type: 'blockquote' | 'code' | 'heading' | 'html' | 'list' | 'paragraph' | 'table' | 'thematicBreak' }
>;

function isBlock(node: RootContent): node is Block {
  return ['blockquote', 'code', 'heading', 'html', 'list', 'paragraph', 'table', 'thematicBreak'].includes(node.type);
}

/** `[ ]` and `[x]` at the start of an item are its box to tick. */
function itemFrom(children: Block[], position: Position): RootContent {
  const first = children[0];
  const text = first?.type === 'paragraph' ? first.children[0] : undefined;
  const box = text?.type === 'text' ? /^\[([ xX])\](?:\s+|$)/.exec(text.value) : null;
  if (text?.type !== 'text' || box === null) return { type: 'listItem', children, position };
  text.value = text.value.slice(box[0].length);
  return { type: 'listItem', checked: box[1] !== ' ', children, position };
}
