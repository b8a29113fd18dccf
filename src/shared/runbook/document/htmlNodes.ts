import type { Html, Nodes, RootContent } from 'mdast';
import { parseMarkdown } from './parseMarkdown.ts';

const entities: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  '#39': "'",
  '#x27': "'",
};

/** What a block of HTML shows, as Markdown nodes that stand where the HTML stood; itself where it shows nothing. */
export function nodesOfHtml(html: Html): RootContent[] {
  const markdown = markdownFrom(html.value);
  if (markdown.trim() === '') return [html];
  const { children } = parseMarkdown(markdown);
  for (const child of children) moveTo(child, html);
  return children.some((child) => child.type === 'html') ? [html] : children;
}

function moveTo(node: Nodes, html: Html): void {
  if (html.position !== undefined) node.position = html.position;
  if ('children' in node) for (const child of node.children) moveTo(child, html);
}

function markdownFrom(html: string): string {
  const shown = html.replaceAll(/<!--[\s\S]*?(?:-->|$)/g, '');
  const plain = ['script', 'style'].reduce((text, name) => withElements(text, name, () => ''), shown);
  const blocks = withElements(withElements(plain, 'pre', fenceFrom), 'table', tableFrom);
  return blocks
    .split(/(^```[\s\S]*?^```$)/m)
    .map((part) => (part.startsWith('```') ? part : textFrom(part)))
    .join('');
}

/** Replaces each element of a name by what its content becomes. Nothing is looked for behind the last end of one. */
function withElements(html: string, name: string, become: (inner: string, opening: string) => string): string {
  const last = [...html.matchAll(new RegExp(`</${name}>`, 'gi'))].at(-1);
  if (last === undefined) return html;
  const end = last.index + last[0].length;
  const element = new RegExp(`(<${name}\\b[^<>]*>)([\\s\\S]*?)</${name}>`, 'gi');
  return (
    html.slice(0, end).replaceAll(element, (_, opening: string, inner: string) => become(inner, opening)) +
    html.slice(end)
  );
}

function fenceFrom(inner: string): string {
  const language = /class="[^"]*language-([\w-]+)/i.exec(inner)?.[1] ?? '';
  return `\n\n\`\`\`${language}\n${decoded(inner.replaceAll(/<[^<>]*>/g, '')).trim()}\n\`\`\`\n\n`;
}

function tableFrom(inner: string): string {
  const rows = [...inner.matchAll(/<tr\b[^<>]*>([\s\S]*?)(?=<\/tr>|<tr\b|$)/gi)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd]\b[^<>]*>([\s\S]*?)(?=<\/t[hd]>|<t[hd]\b|$)/gi)].map(([, cell = '']) =>
      textFrom(cell)
        .replaceAll(/\s*\n\s*/g, ' ')
        .replaceAll('|', '\\|')
        .trim(),
    ),
  );
  const [header = [], ...body] = rows.filter((row) => row.length > 0);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return header.length === 0
    ? ''
    : `\n\n${[line(header), line(header.map(() => '---')), ...body.map(line)].join('\n')}\n\n`;
}

/** Tags that show something become Markdown; all others leave no trace. */
function textFrom(html: string): string {
  const titled = ['1', '2', '3', '4', '5', '6'].reduce(
    (text, depth) =>
      withElements(text, `h${depth}`, (title) => `\n\n${'#'.repeat(Number(depth))} ${oneLine(title)}\n\n`),
    html,
  );
  const marks = { strong: '**', b: '**', code: '`', kbd: '`', tt: '`' };
  const marked = Object.entries(marks).reduce(
    (text, [name, mark]) => withElements(text, name, (inner) => `${mark}${inner}${mark}`),
    withElements(titled, 'summary', (title) => `\n\n**${oneLine(title)}**\n\n`),
  );
  const text = marked
    .replaceAll(/<li\b[^<>]*>\s*/gi, '\n- ')
    .replaceAll(/<\/?(?:p|div|ul|ol|section|blockquote)\b[^<>]*>/gi, '\n\n')
    .replaceAll(/<br\s*\/?>/gi, '  \n')
    .replaceAll(/<\/?[a-z][^<>]*>/gi, '');
  return decoded(text).replaceAll(/^[^\S\n]+(?=\S)/gm, '');
}

function oneLine(title: string): string {
  return title.replaceAll(/\s+/g, ' ').trim();
}

function decoded(text: string): string {
  return text.replaceAll(/&(#?\w+);/g, (written: string, name: string) => entities[name.toLowerCase()] ?? written);
}
