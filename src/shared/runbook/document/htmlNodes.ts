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
  const blocks = html
    .replaceAll(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replaceAll(/<(script|style)\b[\s\S]*?<\/\1>/gi, '')
    .replaceAll(/<pre\b[^>]*>([\s\S]*?)<\/pre>/gi, (_, inner: string) => fenceFrom(inner))
    .replaceAll(/<table\b[^>]*>([\s\S]*?)<\/table>/gi, (_, inner: string) => tableFrom(inner));
  return blocks
    .split(/(^```[\s\S]*?^```$)/m)
    .map((part) => (part.startsWith('```') ? part : textFrom(part)))
    .join('');
}

function fenceFrom(inner: string): string {
  const language = /class="[^"]*language-([\w-]+)/i.exec(inner)?.[1] ?? '';
  return `\n\n\`\`\`${language}\n${decoded(inner.replaceAll(/<[^>]*>/g, '')).trim()}\n\`\`\`\n\n`;
}

function tableFrom(inner: string): string {
  const rows = [...inner.matchAll(/<tr\b[^>]*>([\s\S]*?)(?=<\/tr>|<tr\b|$)/gi)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd]\b[^>]*>([\s\S]*?)(?=<\/t[hd]>|<t[hd]\b|$)/gi)].map(([, cell = '']) =>
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
  const text = html
    .replaceAll(
      /<h([1-6])\b[^>]*>([\s\S]*?)<\/h\1>/gi,
      (_, depth: string, title: string) =>
        `\n\n${'#'.repeat(Number(depth))} ${title.replaceAll(/\s+/g, ' ').trim()}\n\n`,
    )
    .replaceAll(
      /<summary\b[^>]*>([\s\S]*?)<\/summary>/gi,
      (_, title: string) => `\n\n**${title.replaceAll(/\s+/g, ' ').trim()}**\n\n`,
    )
    .replaceAll(/<li\b[^>]*>\s*/gi, '\n- ')
    .replaceAll(/<\/?(?:p|div|ul|ol|section|blockquote)\b[^>]*>/gi, '\n\n')
    .replaceAll(/<(strong|b)\b[^>]*>([\s\S]*?)<\/\1>/gi, '**$2**')
    .replaceAll(/<(code|kbd|tt)\b[^>]*>([\s\S]*?)<\/\1>/gi, '`$2`')
    .replaceAll(/<br\s*\/?>/gi, '  \n')
    .replaceAll(/<\/?[a-z][^>]*>/gi, '');
  return decoded(text).replaceAll(/^[^\S\n]+(?=\S)/gm, '');
}

function decoded(text: string): string {
  return text.replaceAll(/&(#?\w+);/g, (written: string, name: string) => entities[name.toLowerCase()] ?? written);
}
