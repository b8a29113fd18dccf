import type { Block, Section, Understandable } from '../document/block.ts';
import { allSections } from '../document/outline.ts';
import { isImperative } from '../imperative.ts';
import { isOnlyTime, responseTimeIn } from '../responseTime.ts';
import type { SeverityLevel } from '../runbook.ts';
import { type Topic, topicOf } from '../topics.ts';
import { type LevelEntry, type LevelGroup, isAboutOtherTime, isOfActions, meaningOf } from './levelEntry.ts';
import { levelGroupsIn } from './levelGroups.ts';
import { colourOrder, isTierOfSupport, nameOrder } from './levelLabel.ts';
import { type Told, tellLevel } from './tellLevel.ts';

/** A level that the same list or table tells again, which does not count. */
export type RepeatedLevel = { readonly label: string; readonly line: number; readonly firstLine: number };

type Reading = {
  readonly levels: readonly SeverityLevel[];
  readonly understood: readonly Understandable[];
  readonly repeated: readonly RepeatedLevel[];
};

const elsewhere = new Set<Topic>(['escalation', 'template', 'followUp', 'prevention', 'roles', 'pattern']);

/**
 * The severities of a document with their criteria and response times, wherever and however they stand. The first
 * place that describes them counts; later ones (a table of response times, say) only add what it left open.
 */
export function readLevels(document: Section): Reading {
  const groups = allSections(document).flatMap((section) =>
    levelGroupsIn(section).map((group) => ({ group, topic: topicOf(section) })),
  );
  const describing = withoutSupport(
    groups.filter(
      ({ topic, group }) =>
        (!elsewhere.has(topic) || hasResponse(group)) &&
        saysSomething(group) &&
        (topic === 'severity' || hasColumns(group) || !isOfColours(group)) &&
        (topic === 'severity' || hasResponse(group) || !repeats(group)),
    ),
  );
  const telling = describing.filter(({ topic, group }) => topic === 'severity' || hasColumns(group));
  const base = bestOf(telling.length > 0 ? telling : describing);
  if (base === undefined) return { levels: [], understood: [], repeated: [] };
  const entries = onePerLevel(base.group.entries);
  const told = new Map(entries.map((entry) => [entry.level.key, tellLevel(entry.fields, base.group.title)]));
  const known = toldByName(entries, told);
  const others = groups.filter(({ group }) => group !== base.group);
  const added = others.filter((other) => addTo(known, other)).map(({ group }) => group);
  return {
    levels: ranked(entries).map(({ entry, rank }) => levelFrom(entry, rank, told.get(entry.level.key))),
    understood: [base.group, ...added].flatMap(sourcesOf),
    repeated: base.group.entries.flatMap(({ level, line }) => {
      const first = entries.find((entry) => entry.level.key === level.key);
      return first === undefined || first.line === line ? [] : [{ label: level.label, line, firstLine: first.line }];
    }),
  };
}

type Described = { readonly group: LevelGroup; readonly topic: Topic };

/** The first, but for a scale of impact or urgency that a scale of numbered severities follows. */
function bestOf(described: readonly Described[]): Described | undefined {
  const [first] = described;
  const telling = described.find(({ topic, group }) => topic === 'severity' || hasResponse(group)) ?? first;
  if (telling === undefined || !isOfImpact.test(telling.group.title)) return telling;
  return described.find(({ group }) => !isOfImpact.test(group.title) && isNumbered(group)) ?? telling;
}

const isOfImpact =
  /^(?!.*(?:sever|priorit|schwere))[^\p{L}]*(?:\p{L}+ )?(?:impact|urgency|auswirkung|dringlichkeit|impacto|urgência|urgencia|urgence|impatto|wpływ|pilność)/iu;

function isNumbered({ entries }: LevelGroup): boolean {
  return entries.every(({ level }) => level.number !== null);
}

function levelFrom(entry: LevelEntry, rank: SeverityLevel['rank'], told: Told | undefined): SeverityLevel {
  const { label, name } = entry.level;
  return {
    rank,
    label,
    name: name === label ? (told?.name ?? name) : name,
    criteria: told?.criteria ?? [],
    response: told?.response ?? null,
    details: (told?.details ?? []).flatMap((field) =>
      field.label === null ? [] : [{ label: field.label, text: field.text }],
    ),
    line: entry.line,
  };
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

const aboutSupport = /support|escalat|eskalat|escalad|\btiers?\b|on-?call|contact|\bteams?\b/iu;

/** Tiers of support are no severities, where they say so or severities stand beside them. */
function withoutSupport(described: readonly Described[]): readonly Described[] {
  const isTiers = ({ group }: Described) => group.entries.every(({ level }) => isTierOfSupport(level));
  const areOthers = described.some((one) => !isTiers(one));
  return described.filter((one) => !isTiers(one) || (!areOthers && !aboutSupport.test(one.group.title)));
}

/** A table with a level in several of its rows is one of other things, each with its level. */
function repeats(group: LevelGroup): boolean {
  return onePerLevel(group.entries).length < group.entries.length;
}

/** Says how fast to answer, and so describes levels wherever it stands. */
function hasResponse(group: LevelGroup): boolean {
  const isOfTimes = meaningOf(group.title) === 'response';
  const told = group.entries.filter((entry) =>
    entry.fields.some(({ label, text }) =>
      label === null ? isOfTimes && isOnlyTime(text) : meaningOf(label) === 'response' && responseTimeIn(text) !== null,
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

/** What is told of each level, by its number and by its name: `SEV1 (Critical)` is `Critical` elsewhere. */
function toldByName(entries: readonly LevelEntry[], told: ReadonlyMap<string, Told>): ReadonlyMap<string, Told> {
  const named = entries.flatMap(({ level }): [string, Told][] => {
    const known = told.get(level.key);
    return known === undefined || nameOrder(level.name) === null ? [] : [[level.name.toLowerCase(), known]];
  });
  return new Map([...named, ...told]);
}

/** Adds to levels what they still lack; false where the group speaks of other levels or adds nothing. */
function addTo(told: ReadonlyMap<string, Told>, { group, topic }: Described): boolean {
  let hasAdded = false;
  const isTime = meaningOf(group.title) === 'response';
  const defines = topic === 'severity' && !isAboutOtherTime(group.title) && group.entries.every(isBare);
  for (const entry of group.entries) {
    const known = told.get(entry.level.key) ?? told.get(entry.level.name.toLowerCase());
    if (known === undefined) continue;
    const more = tellLevel(
      entry.fields.filter((field) => field.label !== null || isTime || defines),
      group.title,
    );
    const response = known.response === null ? more.response : null;
    const criteria = known.criteria.length === 0 ? more.criteria : [];
    if (response !== null) known.response = response;
    known.criteria.push(...criteria);
    if (response === null && criteria.length === 0) continue;
    known.details.push(...more.details);
    hasAdded = true;
  }
  return hasAdded;
}

/** A heading with lists below it. */
function isBare({ sources }: LevelEntry): boolean {
  return sources.every((source) => source.kind === 'section');
}

/** Ranks 1 to 4: by number (counted from 0 or 1), else by what the names mean, else by their order. */
function ranked(entries: readonly LevelEntry[]): { entry: LevelEntry; rank: SeverityLevel['rank'] }[] {
  const numbers = entries.flatMap(({ level }) => (level.number === null ? [] : [level.number]));
  const offset = numbers.includes(0) ? 1 : 0;
  const highest = growsWithSeverity(entries) ? Math.max(...numbers) : null;
  const byName = entries.toSorted((a, b) => orderByName(a) - orderByName(b));
  return entries.map((entry) => {
    const { number } = entry.level;
    if (number === null) return { entry, rank: clipped(byName.indexOf(entry) + 1) };
    return { entry, rank: clipped(highest === null ? number + offset : highest - number + 1) };
  });
}

/** `Level 1: minor` up to `Level 4: critical` count the other way round than `P1` to `P4`. */
function growsWithSeverity(entries: readonly LevelEntry[]): boolean {
  const orders = entries
    .flatMap(({ level, fields }) => {
      const order = nameOrder(level.name) ?? nameOrder(fields[0]?.text.split(/\s/, 1)[0] ?? '');
      return level.number === null || order === null ? [] : [{ number: level.number, order }];
    })
    .toSorted((a, b) => a.number - b.number)
    .map(({ order }) => order);
  return orders.length >= 2 && orders.every((order, index) => index === 0 || order < (orders[index - 1] ?? 0));
}

function orderByName({ level }: LevelEntry): number {
  return nameOrder(level.label) ?? colourOrder(level.label) ?? 9;
}

/** Lights of a dashboard have colours as well. */
function isOfColours({ entries }: LevelGroup): boolean {
  return entries.every(({ level }) => level.number === null && colourOrder(level.label) !== null);
}

function clipped(rank: number): SeverityLevel['rank'] {
  if (rank <= 1) return 1;
  if (rank === 2) return 2;
  return rank === 3 ? 3 : 4;
}
