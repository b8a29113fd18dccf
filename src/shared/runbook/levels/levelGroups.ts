import type { Block, BlockOf, ListItem, Section, TableRow, TextLine, Understandable } from '../document/block.ts';
import { type LevelEntry, type LevelField, type LevelGroup, meaningOf } from './levelEntry.ts';
import { isOnlyTime } from '../responseTime.ts';
import { looksLikeShell, openLanguages } from '../shell/looksLikeShell.ts';
import { isTierOfSupport, levelLabelIn, type LevelLabel, nameOrder } from './levelLabel.ts';

type Found = Omit<LevelGroup, 'title'>;

/** Every place of a section where two or more different levels stand side by side. */
export function levelGroupsIn(section: Section): LevelGroup[] {
  return [...ofChildren(section), ...section.blocks.flatMap(ofBlock), ...ofParagraphs(section), ...ofSentences(section)]
    .filter((group) => new Set(group.entries.map((entry) => entry.level.key)).size >= 2)
    .map((group) => ({ ...group, title: section.title }));
}

function ofChildren(section: Section): Found[] {
  const entries = section.children.flatMap((child) => {
    const level = levelLabelIn(child.title);
    if (level === null || isProcedure(child)) return [];
    return [{ level, fields: fieldsWith(level, fieldsOfSection(child)), line: child.line, sources: [child] }];
  });
  return [{ entries, container: [] }];
}

/** A heading with commands below it is what to do in that case, not what the level means. */
function isProcedure(section: Section): boolean {
  return section.blocks.some((block) => block.kind === 'code' && !isText(block)) || section.children.some(isProcedure);
}

function isText(block: BlockOf<'code'>): boolean {
  return openLanguages.has(block.language) && !looksLikeShell(block.value);
}

/** What the label itself says, then the rest; a name that is no usual one is all that is said, where nothing else is. */
function fieldsWith(level: LevelLabel, others: readonly LevelField[]): LevelField[] {
  const isTime = level.name !== level.label && isOnlyTime(level.name);
  const said = isTime ? `${level.name} ${level.rest}`.trim() : level.rest;
  const own = said === '' ? [] : pairsIn(said);
  const all = [...own, ...others];
  const isTelling = level.name !== level.label && nameOrder(level.name) === null;
  return all.length === 0 && isTelling ? [{ label: null, text: level.name }] : all;
}

const pair = String.raw`\p{L}[^:：,;|]{1,30}[:：]\s*[^:：,;|]+`;
const pairs = new RegExp(String.raw`^\(?\s*${pair}(?:[,;|]\s*${pair})+\)?$`, 'u');

/** `(Response: 1 hour, Resolution: 8 hours)` */
function pairsIn(said: string): LevelField[] {
  if (!pairs.test(said)) return [{ label: null, text: said }];
  return said
    .replaceAll(/^\(|\)$/g, '')
    .split(/[,;|]\s*/)
    .map((part) => {
      const [label = '', ...text] = part.split(/[:：]/);
      return { label: label.trim(), text: text.join(':').trim() };
    });
}

/** Fields of everything in a section; a heading below it labels what it holds. */
function fieldsOfSection(section: Section): LevelField[] {
  const own = section.blocks.flatMap((block) => fieldsOfBlock(block, null));
  const below = section.children.flatMap((child) => child.blocks.flatMap((block) => fieldsOfBlock(block, child.title)));
  return [...own, ...below];
}

function fieldsOfBlock(block: Block, label: string | null): LevelField[] {
  if (block.kind === 'paragraph') return fieldsOfLines(block.lines, label);
  if (block.kind === 'list') {
    const { intro } = block;
    const announced = intro !== null && intro.text.endsWith(':') ? (intro.label ?? intro.text) : null;
    return block.items.flatMap((item) => fieldsOfItem(item, announced ?? label));
  }
  if (block.kind === 'code' && isText(block)) return fieldsOfLines(linesOfCode(block), label);
  if (block.kind !== 'table') return [];
  return block.rows.flatMap((row) => {
    const [first, ...others] = row.cells;
    return others.map((cell) => ({ label: first?.text ?? null, text: cell.text }));
  });
}

type Line = Pick<TextLine, 'label' | 'rest' | 'text'> & { readonly line: number };

/** Text that stands in a fence to keep its lines. */
function linesOfCode({ value, firstLine }: BlockOf<'code'>): Line[] {
  return value.split('\n').flatMap((written, index) => {
    const text = written.replace(/^\s*(?:[-*•✓✗]\s+)?/u, '').trimEnd();
    const label = /^([^:：]{1,60})[:：]$/u.exec(text)?.[1] ?? null;
    return text === '' ? [] : [{ text, label, rest: label === null ? text : '', line: firstLine + index }];
  });
}

/** A line of nothing but strong text labels the lines below it. */
function fieldsOfLines(lines: readonly Line[], outer: string | null): LevelField[] {
  let label = outer;
  return lines.flatMap((line, index) => {
    const isLabel = line.label !== null && line.rest === '' && index < lines.length - 1;
    if (isLabel) label = line.label;
    return isLabel || line.text.endsWith(':') ? [] : [fieldOfText(line, label)];
  });
}

function fieldsOfItem(item: ListItem, label: string | null): LevelField[] {
  const own = fieldOfText(item, label);
  const nested = item.blocks.flatMap((block) =>
    fieldsOfBlock(block, own.text === '' ? own.label : (own.label ?? label)),
  );
  const isOnlyLabel = nested.length > 0 && (own.text === '' || item.text.endsWith(':'));
  return isOnlyLabel
    ? nested.map((field) => ({ ...field, label: field.label ?? own.label ?? item.text }))
    : [own, ...nested];
}

const plainLabel = /^([\p{L}][^:：.]{0,40}?)\s*[:：]\s*(.*)$/su;

function fieldOfText(line: Pick<TextLine, 'label' | 'rest' | 'text'>, outer: string | null): LevelField {
  if (line.label !== null && line.rest !== '') return { label: line.label, text: line.rest };
  if (line.label !== null && line.text.endsWith(':')) return { label: line.label, text: '' };
  const match = plainLabel.exec(line.text);
  if (match?.[1] !== undefined && match[2] !== undefined) return { label: match[1], text: match[2] };
  return { label: outer, text: line.text };
}

function ofBlock(block: Block): Found[] {
  if (block.kind === 'table') {
    const columns = ofColumns(block);
    const rows = ofRows(block);
    const areTiers = columns.entries.every(({ level }) => isTierOfSupport(level)) && rows.entries.length >= 2;
    return columns.entries.length >= 2 && !areTiers ? [columns] : [rows];
  }
  if (block.kind === 'quote') return block.blocks.flatMap(ofBlock);
  if (block.kind === 'code') return isText(block) ? [ofCode(block)] : [];
  if (block.kind !== 'list') return [];
  return [ofItems(block), ...block.items.flatMap((item) => item.blocks.flatMap(ofBlock))];
}

/** Text in a fence that begins with a level; the lines below one belong to it. */
function ofCode(block: BlockOf<'code'>): Found {
  const told: { readonly level: LevelLabel; readonly line: number; readonly below: Line[] }[] = [];
  for (const line of linesOfCode(block)) {
    const level = levelLabelIn(line.text);
    if (level !== null) told.push({ level, line: line.line, below: [] });
    else if (told.length === 0) return { entries: [], container: [] };
    else told.at(-1)?.below.push(line);
  }
  const entries = told.map(({ level, line, below }) => ({
    level,
    fields: [...fieldsWith(level, []), ...fieldsOfLines(below, null)],
    line,
    sources: [],
  }));
  return { entries, container: [block] };
}

function ofItems(list: BlockOf<'list'>): Found {
  const entries = list.items.flatMap((item): LevelEntry[] => {
    const level = levelLabelIn(item.label ?? item.text);
    if (level === null) return [];
    const spoken = item.label === null || item.rest === '' ? [] : [{ label: null, text: item.rest }];
    const nested = item.blocks.flatMap((block) => fieldsOfBlock(block, null));
    return [
      { level, fields: fieldsWith(level, [...spoken, ...nested]), line: item.line, sources: [item, ...item.blocks] },
    ];
  });
  return { entries, container: entries.length === list.items.length ? [list] : [] };
}

function ofRows(table: BlockOf<'table'>): Found {
  if (isMatrix(table)) return { entries: [], container: [] };
  const column = levelColumn(table);
  const entries = table.rows.flatMap((row): LevelEntry[] => {
    const level = levelIn(table, row, column);
    if (level === null) return [];
    const others = row.cells.flatMap((other, index) =>
      index === column || other.text === '' ? [] : [{ label: table.header[index]?.text ?? null, text: other.text }],
    );
    return [{ level, fields: fieldsWith(level, others), line: row.line, sources: [row] }];
  });
  if (entries.length * 2 < table.rows.length) return { entries: [], container: [] };
  return { entries, container: entries.length === table.rows.length ? [table] : [] };
}

/** A cell's level; below `Priority` a number alone is one. */
function levelIn(table: BlockOf<'table'>, { cells }: TableRow, column: number): LevelLabel | null {
  const text = cells[column]?.text ?? '';
  const header = table.header[column]?.text ?? '';
  return levelLabelIn(text) ?? (/^[0-5](?![\d.,%])/.test(text) ? levelLabelIn(`${header} ${text}`) : null);
}

/** A table of impact by urgency, with a level in each cell, is for looking up and describes none of them. */
function isMatrix(table: BlockOf<'table'>): boolean {
  const ofLevels = table.header.filter((_, column) =>
    table.rows.every((row) => levelLabelIn(row.cells[column]?.text ?? '') !== null),
  );
  return table.rows.length >= 2 && ofLevels.length >= 3;
}

/** The column that names levels in most rows; numbered names win over words, and words over bare numbers. */
function levelColumn(table: BlockOf<'table'>): number {
  const scores = table.header.slice(0, 3).map((_, column) =>
    table.rows.reduce((sum, row) => {
      const level = levelIn(table, row, column);
      const isBare = /^\d(?!\p{L})/u.test(row.cells[column]?.text ?? '');
      return sum + (level === null ? 0 : isBare ? 0.9 : level.number === null ? 1 : 1.5);
    }, 0),
  );
  return Math.max(0, scores.indexOf(Math.max(...scores)));
}

/** A table that has one column per level. */
function ofColumns(table: BlockOf<'table'>): Found {
  const entries = table.header.flatMap((header, column): LevelEntry[] => {
    const level = column === 0 ? null : levelLabelIn(header.text);
    if (level === null) return [];
    const fields = table.rows.flatMap((row) => {
      const cell = row.cells[column];
      return cell === undefined || cell.text === '' ? [] : [{ label: row.cells[0]?.text ?? null, text: cell.text }];
    });
    return [{ level, fields, line: header.line, sources: [] }];
  });
  return { entries, container: entries.length >= 2 ? [table] : [] };
}

/** Paragraphs, or lines of one paragraph, that each begin with a level. */
function ofParagraphs(section: Section): Found[] {
  const entries: { level: LevelLabel; fields: LevelField[]; line: number; sources: Understandable[] }[] = [];
  for (const block of section.blocks) {
    if (block.kind === 'list' && entries.length > 0) {
      const last = entries.at(-1);
      const announces = block.intro !== null && last?.sources.includes(block.intro) === true;
      if (announces) {
        last.fields.push(...fieldsOfBlock(block, null).map((field) => withoutIntro(field, block.intro)));
        last.sources.push(block);
      }
      continue;
    }
    if (block.kind !== 'paragraph') continue;
    for (const line of block.lines) {
      const level = levelLabelIn(line.label ?? line.text);
      const spoken = line.label === null || line.rest === '' ? [] : [{ label: null, text: line.rest }];
      if (level !== null && (line.label !== null || level.rest !== '' || line.text.length < 40)) {
        entries.push({ level, fields: fieldsWith(level, spoken), line: line.line, sources: [line] });
      } else if (entries.length > 0 && block.lines.some((other) => entries.at(-1)?.sources.includes(other))) {
        entries.at(-1)?.fields.push(fieldOfText(line, null));
        entries.at(-1)?.sources.push(line);
      }
    }
  }
  return [{ entries, container: [] }];
}

/** A list announced by the level's own line is labelled by that level, which says nothing about its items. */
function withoutIntro(field: LevelField, intro: TextLine | null): LevelField {
  return intro !== null && (field.label === intro.label || field.label === intro.text)
    ? { ...field, label: null }
    : field;
}

/** `Response times: SEV1 5 minutes, SEV2 20 minutes` */
function ofSentences(section: Section): Found[] {
  const lines = section.blocks.flatMap((block) => (block.kind === 'paragraph' ? block.lines : []));
  return lines.flatMap((line) => {
    if (!/(?:SEV|P|S)-?[0-5].*(?:SEV|P|S)-?[0-5]/.test(line.text)) return [];
    const parts = line.text.split(/(?=(?<![\p{L}\p{N}])(?:SEV|P|S)-?[0-5](?!\p{N}))/u);
    const heading = parts[0] ?? '';
    if (parts.length < 3 || meaningOf(heading.replace(/[\s:(]+$/, '')) !== 'response') return [];
    const entries = parts.slice(1).flatMap((part): LevelEntry[] => {
      const level = levelLabelIn(part);
      return level === null
        ? []
        : [
            {
              level,
              fields: [{ label: heading, text: part.slice(level.label.length) }],
              line: line.line,
              sources: [line],
            },
          ];
    });
    return [{ entries, container: [] }];
  });
}
