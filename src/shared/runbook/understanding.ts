import { assertNever } from '../assertNever.ts';
import type { Block, Section, Understandable } from './document/block.ts';

type Line = { readonly line: number; readonly text: string };

/** Collects what the parts of the reader made sense of, so that the rest can be told. */
export type Understanding = {
  readonly add: (things: Iterable<Understandable>) => void;
  readonly has: (thing: Understandable) => boolean;
  /** Takes one line inside a block as understood. */
  readonly claimLine: (line: number) => void;
  /** Tells of one line inside an understood block that says nothing to the reader. */
  readonly noteLine: (line: number, text: string) => void;
  readonly notedLines: () => readonly Line[];
};

/** An empty collection. */
export function createUnderstanding(): Understanding {
  const understood = new Set<Understandable>();
  const claimed = new Set<number>();
  const noted: Line[] = [];
  return {
    add: (things) => {
      for (const thing of things) understood.add(thing);
    },
    has: (thing) => understood.has(thing),
    claimLine: (line) => void claimed.add(line),
    noteLine: (line, text) => void noted.push({ line, text }),
    notedLines: () => noted.filter(({ line }) => !claimed.has(line)),
  };
}

/** What nobody made sense of, in reading order, each with its first line. */
export function notUnderstoodIn(document: Section, understanding: Understanding): Line[] {
  return [...ofSection(document, understanding), ...understanding.notedLines()].toSorted((a, b) => a.line - b.line);
}

function ofSection(section: Section, understanding: Understanding): Line[] {
  const own = understanding.has(section) ? [] : section.blocks.flatMap((block) => ofBlock(block, understanding));
  return [...own, ...section.children.flatMap((child) => ofSection(child, understanding))];
}

function ofBlock(block: Block, understanding: Understanding): Line[] {
  if (understanding.has(block)) return [];
  switch (block.kind) {
    case 'paragraph':
      return block.lines.filter((line) => !understanding.has(line)).map(({ line, text }) => ({ line, text }));
    case 'list':
      return block.items.flatMap((item) => {
        const own = understanding.has(item) || item.text === '' ? [] : [{ line: item.line, text: item.text }];
        return [...own, ...item.blocks.flatMap((nested) => ofBlock(nested, understanding))];
      });
    case 'table':
      return block.rows
        .filter((row) => !understanding.has(row))
        .map((row) => ({ line: row.line, text: row.cells.map((cell) => cell.text).join(' | ') }));
    case 'quote':
      return block.blocks.flatMap((nested) => ofBlock(nested, understanding));
    case 'html':
      return isOnlyMarkup(block.raw) ? [] : [{ line: block.line, text: firstLine(block.raw) }];
    case 'code':
      return [{ line: block.line, text: firstLine(block.value.trimStart()) }];
    case 'break':
      return [];
    case 'other':
      return [{ line: block.line, text: firstLine(block.raw) }];
    default:
      return assertNever(block);
  }
}

/** Comments and tags without text of their own say nothing that could be lost. */
function isOnlyMarkup(html: string): boolean {
  return (
    html
      .replaceAll(/<!--[\s\S]*?(?:-->|$)/g, '')
      .replaceAll(/<[^>]*>/g, '')
      .trim() === ''
  );
}

function firstLine(raw: string): string {
  return raw.split('\n', 1)[0]?.trim() ?? '';
}
