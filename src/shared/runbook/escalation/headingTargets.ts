import type { Block, BlockOf, Section } from '../document/block.ts';
import { topicOfTitle } from '../topics.ts';
import type { Understanding } from '../understanding.ts';
import { type FoundTarget, nameAndWhen } from './listTargets.ts';
import { isContactData, isContactDetail, isParty, isPartyName, isProperName, isReason, isTurn } from './party.ts';

const levelTitle =
  /^[^\p{L}\p{N}]*(?:level|tier|stage|stufe|ebene|step|niveau|n[ií]vel|l|t)\s*-?\s*\d+\s*(?:[:：–—-]|\()?\s*(?<name>.*)$/iu;

/** Whether a heading names a level of escalation: `Level 2: Team lead`. */
export function isLevelTitle(title: string): boolean {
  return levelTitle.test(title);
}

/**
 * Headings below a heading on escalation that stand for somebody each: `Level 1: On-call engineer`, or any with a list of
 * what is known of them (`Contact: ...`, `Triggers: ...`).
 */
export function targetsOfHeadings(section: Section, understanding: Understanding): FoundTarget[] {
  const levels = section.children.filter((child) => isLevelTitle(child.title));
  return section.children.flatMap((child) => {
    if (levels.length >= 2 && levels.includes(child)) return isStep(child) ? [] : ofLevel(child, understanding);
    return ofCard(child, understanding);
  });
}

/** `Step 2: Technical escalation` with things to do, and nobody named, is no level. */
function isStep({ title, blocks }: Section): boolean {
  const items = blocks.flatMap((block) => (block.kind === 'list' ? block.items : []));
  return !isPartyName(levelTitle.exec(title)?.groups?.['name'] ?? '') && items.some((item) => item.isTask);
}

/** A level that is made of several teams stands for those. */
function ofLevel(level: Section, understanding: Understanding): FoundTarget[] {
  const below = level.children.flatMap((child) => ofCard(child, understanding));
  if (below.length > 0) return below;
  const title = levelTitle.exec(level.title)?.groups?.['name'] ?? '';
  const lines = level.blocks.flatMap(textsOf);
  understanding.add(level.blocks.filter((block) => block.kind !== 'list' || !block.isOrdered));
  const named = labelled(lines, /^(?:contact|who|name|team|role|owner|wer|kontakt|notify|primary)\b/iu);
  const found = nameAndWhen(title.includes('(') ? title : title.replace(/\)$/, '')) ?? {
    name: named ?? level.title,
    when: '',
  };
  const condition = lines.find((line) => line.label !== null && isReason(line.label))?.rest ?? '';
  const own = condition === '' && found.when === '' ? (lines[0]?.text ?? '') : condition;
  const name = topicOfTitle(found.name) === 'escalation' && named !== null ? named : found.name;
  return [{ name, when: joined([found.when, own]), line: level.line }];
}

/** A heading with a list of fields is somebody where its title names them, else a case in which those in the list are called. */
function ofCard(section: Section, understanding: Understanding): FoundTarget[] {
  const list = section.blocks.find((block) => block.kind === 'list');
  if (list === undefined || understanding.has(list) || !isCard(list)) return [];
  const title = levelTitle.exec(section.title)?.groups?.['name'] ?? section.title;
  const fields = list.items.map((item) => ({
    ...asText(item),
    nested: item.blocks.flatMap(textsOf).map((line) => line.text),
    line: item.line,
  }));
  const turns = fields.filter(
    ({ label, rest }) =>
      label !== null && isTurn(label) && (isParty(rest) || isProperName(rest)) && !isContactData(rest),
  );
  const isSomebody = isPartyName(title) || turns.length === 0;
  if (!isSomebody) {
    understanding.add([list, ...list.items]);
    return turns.map(({ label, rest, line }) => {
      const { name, when } = nameAndWhen(rest) ?? { name: rest, when: '' };
      return { name, when: joined([section.title, label ?? '', when]), line };
    });
  }
  if (!isParty(title)) return [];
  understanding.add([list, ...list.items]);
  const reasons = fields.filter(({ label }) => label !== null && isReason(label));
  const when = joined(reasons.flatMap(({ rest, nested }) => [rest, ...nested]));
  const { name, when: inTitle } = nameAndWhen(title) ?? { name: title, when: '' };
  return [{ name, when: joined([inTitle, when]), line: section.line }];
}

/** Most items are fields, and at least one of them says who, how, or when to call. */
function isCard(list: BlockOf<'list'>): boolean {
  const labels = list.items.map((item) => asText(item).label);
  const telling = labels.filter(
    (label) => label !== null && (isContactDetail(label) || isTurn(label) || isReason(label)),
  );
  return (
    telling.length >= 1 &&
    telling.length >= labels.length / 2 &&
    labels.filter((label) => label !== null).length >= labels.length / 2
  );
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('; ');
}

type Text = { readonly label: string | null; readonly text: string; readonly rest: string };

function textsOf(block: Block): Text[] {
  if (block.kind === 'paragraph') return block.lines.map(asText);
  return block.kind === 'list' ? block.items.map(asText) : [];
}

function asText(line: Text): Text {
  const match = /^([^:：]{1,30})[:：]\s*(.*)$/su.exec(line.text);
  return {
    label: line.label ?? match?.[1] ?? null,
    rest: line.label === null ? (match?.[2] ?? line.text) : line.rest,
    text: line.text,
  };
}

function labelled(lines: readonly Text[], words: RegExp): string | null {
  return lines.find((line) => line.label !== null && words.test(line.label))?.rest ?? null;
}
