import type { Block, Section, Understandable } from '../document/block.ts';
import { allSections } from '../document/outline.ts';
import { isImperative } from '../imperative.ts';
import { isOnlyTime, responseTimeIn } from '../responseTime.ts';
import type { ResponseTime, SeverityLevel } from '../runbook.ts';
import { type Topic, topicOf } from '../topics.ts';
import {
  type LevelEntry,
  type LevelField,
  type LevelGroup,
  isAboutOtherTime,
  isOfActions,
  meaningOf,
} from './levelEntry.ts';
import { levelGroupsIn } from './levelGroups.ts';
import { nameOrder } from './levelLabel.ts';

type Reading = { readonly levels: readonly SeverityLevel[]; readonly understood: readonly Understandable[] };
type Told = { criteria: string[]; response: ResponseTime | null };

const elsewhere = new Set<Topic>(['escalation', 'template', 'followUp', 'prevention', 'roles', 'pattern']);

/**
 * The severities of a document with their criteria and response times, wherever and however they stand. The first
 * place that describes them counts; later ones (a table of response times, say) only add what it left open.
 */
export function readLevels(document: Section): Reading {
  const groups = allSections(document).flatMap((section) =>
    levelGroupsIn(section).map((group) => ({ group, topic: topicOf(section) })),
  );
  const describing = groups.filter(
    ({ topic, group }) => (!elsewhere.has(topic) || hasResponse(group)) && saysSomething(group),
  );
  const base = describing.find(({ topic, group }) => topic === 'severity' || hasColumns(group)) ?? describing[0];
  if (base === undefined) return { levels: [], understood: [] };
  const others = groups.map(({ group }) => group).filter((group) => group !== base.group);
  const entries = onePerLevel(base.group.entries);
  const told = new Map(entries.map((entry) => [entry.level.key, tell(entry.fields, base.group.title)]));
  const added = others.filter((group) => addTo(told, group));
  return {
    levels: ranked(entries).map(({ entry, rank }) => levelFrom(entry, rank, told.get(entry.level.key))),
    understood: [base.group, ...added].flatMap(sourcesOf),
  };
}

function levelFrom(entry: LevelEntry, rank: SeverityLevel['rank'], told: Told | undefined): SeverityLevel {
  const { label, name } = entry.level;
  return { rank, label, name, criteria: told?.criteria ?? [], response: told?.response ?? null, line: entry.line };
}

function sourcesOf(group: LevelGroup): readonly Understandable[] {
  return [...group.container, ...group.entries.flatMap((entry) => entry.sources.flatMap(withContent))];
}

/** A heading that is a level speaks for the text right below it; code is for others to read. */
function withContent(source: Understandable): readonly Understandable[] {
  if (source.kind === 'item')
    return [source, ...source.blocks.flatMap((block) => knownOf(block, source.label ?? source.text))];
  if (source.kind !== 'section') return [source];
  return [
    ...source.blocks.flatMap((block) => knownOf(block, null)),
    ...source.children.flatMap((child) =>
      child.blocks.flatMap((block) => (block.kind === 'code' ? [] : knownOf(block, child.title))),
    ),
  ];
}

/** A block that says what a level means; lists of things to do are left to others, and so is code. */
function knownOf(block: Block, label: string | null): readonly Understandable[] {
  if (block.kind === 'code' || isActionList(block, label)) return [];
  if (block.kind !== 'list') return [block];
  const inner = block.items.flatMap((item) => item.blocks.map((one) => ({ one, label: item.label ?? item.text })));
  if (!inner.some(({ one, label: announced }) => isActionList(one, announced))) return [block];
  return [...block.items, ...inner.flatMap(({ one, label: announced }) => knownOf(one, announced))];
}

function isActionList(block: Block, label: string | null): boolean {
  if (block.kind !== 'list') return false;
  const announced = (label ?? block.intro?.label ?? block.intro?.text ?? '').replace(/\s*[:：]\s*$/, '');
  const doing = block.items.filter((item) => item.isTask || isImperative(item.text)).length;
  return isOfActions(announced)
    ? block.isOrdered || doing * 2 >= block.items.length
    : block.isOrdered && doing * 2 > block.items.length;
}

/** Says how fast to answer, and so describes levels wherever it stands. */
function hasResponse(group: LevelGroup): boolean {
  const told = group.entries.filter((entry) =>
    entry.fields.some(
      ({ label, text }) => label !== null && meaningOf(label) === 'response' && responseTimeIn(text) !== null,
    ),
  );
  return told.length * 2 >= group.entries.length;
}

function hasColumns(group: LevelGroup): boolean {
  return group.entries.some((entry) =>
    entry.fields.some((field) => field.label !== null && meaningOf(field.label) !== 'other'),
  );
}

function saysSomething(group: LevelGroup): boolean {
  return group.entries.filter((entry) => entry.fields.some((field) => field.text !== '')).length >= 2;
}

function onePerLevel(entries: readonly LevelEntry[]): LevelEntry[] {
  return entries.filter((entry, index) => entries.findIndex((other) => other.level.key === entry.level.key) === index);
}

const responsePhrase =
  /(?:\b(?:respon[ds]\w*|acknowledg\w*|ack\b|react\w*|reagier\w*|reaktion\w*|antwort\w*|respuesta|resposta)|répon\p{L}*|响应|響應|回應)[^.;]{0,40}/iu;

/** Sorts what is said of a level into criteria and response time; `title` is the heading that it stands below. */
function tell(fields: readonly LevelField[], title: string): Told {
  const told: Told = { criteria: [], response: null };
  for (const field of fields) {
    const meaning = field.label === null ? 'criteria' : meaningOf(field.label);
    if (meaning === 'response') told.response ??= responseTimeIn(field.text);
    else if (field.label === null && !isAboutOtherTime(title) && isOnlyTime(field.text))
      told.response ??= responseTimeIn(field.text);
    else if (meaning === 'criteria') tellCriterion(told, field.text);
    else if (field.label !== null && !isAboutOtherTime(field.label)) told.response ??= saidResponse(field.text);
  }
  return told;
}

/** The time in a phrase such as `respond: 20 min`. */
function saidResponse(text: string): ResponseTime | null {
  const phrase = responsePhrase.exec(text)?.[0];
  return phrase === undefined ? null : responseTimeIn(phrase);
}

function tellCriterion(told: Told, text: string): void {
  const phrase = responsePhrase.exec(text)?.[0];
  const response = saidResponse(text);
  if (response !== null) told.response ??= response;
  const isOnlyResponse = response !== null && phrase !== undefined && phrase.length > text.length * 0.6;
  if (!isOnlyResponse)
    told.criteria.push(
      ...text
        .split('\n')
        .map((line) => line.replace(/^[-•*]\s+/, ''))
        .filter((line) => line !== ''),
    );
}

/** Adds to levels what they still lack; false where the group speaks of other levels or adds nothing. */
function addTo(told: ReadonlyMap<string, Told>, group: LevelGroup): boolean {
  let hasAdded = false;
  for (const entry of group.entries) {
    const known = told.get(entry.level.key);
    if (known === undefined) continue;
    const isTime = meaningOf(group.title) === 'response';
    const more = tell(
      entry.fields.filter((field) => field.label !== null || isTime),
      group.title,
    );
    const response = known.response === null ? more.response : null;
    const criteria = known.criteria.length === 0 ? more.criteria : [];
    if (response !== null) known.response = response;
    known.criteria.push(...criteria);
    hasAdded ||= response !== null || criteria.length > 0;
  }
  return hasAdded;
}

/** Ranks 1 to 4: by number (counted from 0 or 1), else by what the names mean, else by their order. */
function ranked(entries: readonly LevelEntry[]): { entry: LevelEntry; rank: SeverityLevel['rank'] }[] {
  const numbers = entries.flatMap(({ level }) => (level.number === null ? [] : [level.number]));
  const offset = numbers.includes(0) ? 1 : 0;
  const byName = entries.toSorted((a, b) => (nameOrder(a.level.label) ?? 9) - (nameOrder(b.level.label) ?? 9));
  return entries.map((entry) => {
    const { number } = entry.level;
    return { entry, rank: clipped(number === null ? byName.indexOf(entry) + 1 : number + offset) };
  });
}

function clipped(rank: number): SeverityLevel['rank'] {
  if (rank <= 1) return 1;
  if (rank === 2) return 2;
  return rank === 3 ? 3 : 4;
}
