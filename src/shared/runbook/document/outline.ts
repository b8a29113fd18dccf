import type { Heading, Paragraph, Root, RootContent } from 'mdast';
import { type Attributes, noAttributes, splitAttributes } from './attributes.ts';
import type { Section } from './block.ts';
import { blocksOf } from './blocks.ts';
import { nodesOfHtml } from './htmlNodes.ts';
import { inlineText, tidy } from './inlineText.ts';

type OpenSection = Omit<Section, 'blocks' | 'children' | 'path'> & { nodes: RootContent[]; children: OpenSection[] };

/** Deeper than any real heading, also than one below several titles. */
export const strongDepth = 8;

/**
 * The document as nested sections. A line of nothing but strong text counts as a heading below all real ones; of several
 * headings of the first level none is the document's title, and so all of them move one level down.
 */
export function outlineOf(root: Root, text: string): Section {
  const document = openSection('', 0, 1, noAttributes);
  const open: OpenSection[] = [document];
  const nodes = root.children.flatMap((node) => (node.type === 'html' ? nodesOfHtml(node) : [node]));
  const shift = nodes.filter((node) => node.type === 'heading' && node.depth === 1).length > 1 ? 1 : 0;
  nodes.forEach((node, index) => {
    const heading = headingOf(node, nodes[index + 1], shift);
    if (heading === null) {
      open.at(-1)?.nodes.push(node);
      return;
    }
    while ((open.at(-1)?.depth ?? 0) >= heading.depth && open.length > 1) open.pop();
    open.at(-1)?.children.push(heading);
    open.push(heading);
  });
  return closeSection(document, [], text);
}

function openSection(title: string, depth: number, line: number, attributes: Attributes): OpenSection {
  return { kind: 'section', title, depth, line, attributes, nodes: [], children: [] };
}

function headingOf(node: RootContent, next: RootContent | undefined, shift: number): OpenSection | null {
  if (node.type === 'heading') return fromNode(node, node.depth + shift);
  if (node.type !== 'paragraph' || next === undefined) return null;
  const isFollowed = ['list', 'code', 'table', 'paragraph', 'blockquote'].includes(next.type);
  return isFollowed && isStrongLine(node) ? fromNode(node, strongDepth) : null;
}

function fromNode(node: Heading | Paragraph, depth: number): OpenSection {
  const { text, attributes } = splitAttributes(tidy(inlineText(node.children)));
  const title = text.replace(/\s*[:：]\s*$/, '').replace(/^#+\s*|\s*#+$/g, '');
  return openSection(title, depth, node.position?.start.line ?? 1, attributes);
}

/** Strong text alone, perhaps with a colon, a time in parentheses or attributes after it. */
function isStrongLine(node: Paragraph): boolean {
  const spoken = node.children.filter((child) => child.type !== 'text' || /[\p{L}\p{N}]/u.test(child.value));
  const [first, second] = spoken;
  if (first?.type !== 'strong') return false;
  if (tidy(inlineText(first.children)).length > 120) return false;
  if (second === undefined) return true;
  return (
    spoken.length === 2 &&
    second.type === 'text' &&
    /^\s*[:：]?\s*(?:\([^)]*\)|\{[^}]*\})\s*[:：]?\s*$/.test(second.value)
  );
}

function closeSection(open: OpenSection, path: Section['path'], text: string): Section {
  const { nodes, children, ...own } = open;
  const inner = open.depth === 0 ? [] : [...path, { title: open.title, depth: open.depth }];
  return {
    ...own,
    path,
    blocks: blocksOf(nodes, text),
    children: children.map((child) => closeSection(child, inner, text)),
  };
}

/** The section and all below it, in reading order. */
export function allSections(section: Section): readonly Section[] {
  const known = listed.get(section);
  if (known !== undefined) return known;
  const all: Section[] = [];
  const visit = (one: Section): void => {
    all.push(one);
    for (const child of one.children) visit(child);
  };
  visit(section);
  listed.set(section, all);
  return all;
}

/** Every part of the reader walks the same document. */
const listed = new WeakMap<Section, readonly Section[]>();
