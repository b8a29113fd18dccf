import type { BlockOf, ListItem, Section, TextLine, Understandable } from './document/block.ts';

import { subjectLine } from './messageTemplate.ts';

/** A message that stands in one line, and under which name. */
type Listed = {
  readonly title: string;
  readonly text: string;
  readonly line: number;
  readonly sources: readonly Understandable[];
};

/** A message has some words. */
export const fewestWords = 8;

/** Messages of a section that stand in a line or a row each: `Investigating: "We are aware of ..."`. */
export function listedTemplates({ blocks }: Section): Listed[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'table') return ofTable(block);
    if (block.kind === 'list') return block.items.flatMap(ofLine);
    return block.kind === 'paragraph' ? block.lines.flatMap(ofLine) : [];
  });
}

const named = /^(?<name>[^:："“„«]{2,60})[:：]\s*(?<message>\S.*)$/su;
const quoted = /^["“„«'](?<text>[^"“”„«»]{25,})["”“»']\.?$/su;

function ofLine(source: TextLine | ListItem): Listed[] {
  const { name = '', message = '' } = named.exec(source.text)?.groups ?? {};
  const text = source.codes[0]?.value === message ? message : quoted.exec(message)?.groups?.['text'];
  if (text === undefined || text.split(/\s+/).length < fewestWords || subjectLine.test(source.text)) return [];
  return [{ title: source.label ?? name, text, line: source.line, sources: [source] }];
}

const messageColumn = /^(?:messages?|templates?|texts?|wording|what to say|copy|nachricht|vorlage|mensaje|modèle)$/iu;

function ofTable({ header, rows }: BlockOf<'table'>): Listed[] {
  const column = header.findLastIndex((cell, index) => index > 0 && messageColumn.test(cell.text));
  if (column === -1) return [];
  return rows.flatMap((row): Listed[] => {
    const text = (row.cells[column]?.text ?? '').replaceAll(/^["“„«]|["”“»]$/g, '');
    if (text.split(/\s+/).length < fewestWords) return [];
    return [{ title: row.cells[0]?.text ?? '', text, line: row.line, sources: [row] }];
  });
}
