import type { PhrasingContent } from 'mdast';
import type { Token } from 'markdown-it';

type Open = { readonly type: string; readonly children: PhrasingContent[] };

/** The inline tokens of one block as nested nodes. */
export function inlineNodes(tokens: readonly Token[]): PhrasingContent[] {
  const root: Open = { type: 'root', children: [] };
  const open: Open[] = [root];
  for (const token of tokens) {
    const innermost = open.at(-1) ?? root;
    if (token.nesting === 1) open.push({ type: token.type, children: [] });
    else if (token.nesting === -1) {
      const closed = open.pop();
      if (closed !== undefined) (open.at(-1) ?? root).children.push(nodeFrom(closed));
    } else add(innermost.children, leafFrom(token));
  }
  return root.children;
}

function nodeFrom({ type, children }: Open): PhrasingContent {
  if (type === 'strong_open') return { type: 'strong', children };
  if (type === 'em_open') return { type: 'emphasis', children };
  return { type: 'delete', children };
}

function leafFrom(token: Token): PhrasingContent {
  switch (token.type) {
    case 'code_inline':
      return { type: 'inlineCode', value: token.content };
    case 'html_inline':
      return { type: 'html', value: token.content };
    case 'hardbreak':
      return { type: 'break' };
    case 'softbreak':
      return { type: 'text', value: '\n' };
    default:
      return { type: 'text', value: token.content };
  }
}

/** Neighbouring texts (escapes and line ends come apart) are one. */
function add(nodes: PhrasingContent[], node: PhrasingContent): void {
  const last = nodes.at(-1);
  if (node.type === 'text' && last?.type === 'text') last.value += node.value;
  else if (node.type !== 'text' || node.value !== '') nodes.push(node);
}
