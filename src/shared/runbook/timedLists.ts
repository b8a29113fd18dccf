import { type Attributes, noAttributes } from './document/attributes.ts';
import type { BlockOf, ListItem, Section } from './document/block.ts';
import { allSections } from './document/outline.ts';
import type { Ids } from './ids.ts';
import { isImperative } from './imperative.ts';
import type { RunbookStep, TimedList } from './runbook.ts';
import { nestedLists, stepFrom, stepsOfItem, stepsOfList } from './steps.ts';
import { stepsOfTable } from './stepTable.ts';
import { type TimeRange, timeRangeIn } from './timeRange.ts';
import { type Topic, topicOf, topicOfTitle } from './topics.ts';
import type { Understanding } from './understanding.ts';

type Kind = 'phase' | 'followUp';
type Heading = { readonly title: string; readonly attributes: Attributes; readonly line: number };
type Found = { readonly kind: Kind; readonly list: TimedList };

/** Topics whose lists are no procedure unless their heading names a span of time. */
const noProcedure = new Set<Topic>([
  'severity',
  'escalation',
  'template',
  'prevention',
  'pattern',
  'roles',
  'reference',
]);
const neverProcedure = new Set<Topic>(['severity', 'escalation', 'template', 'prevention', 'roles']);

/** Phases of the response, and what is left to do after it, each with its span of minutes where the text names one. */
export function readTimedLists(
  document: Section,
  ids: Ids,
  understanding: Understanding,
): { readonly phases: readonly TimedList[]; readonly followUps: readonly TimedList[] } {
  const found = allSections(document).flatMap((section) => ofSection(section, ids, understanding));
  const of = (kind: Kind) => found.filter((one) => one.kind === kind).map((one) => one.list);
  return { phases: of('phase'), followUps: of('followUp') };
}

function ofSection(section: Section, ids: Ids, understanding: Understanding): Found[] {
  const topic = topicOf(section);
  const range = timeRangeIn(section.title);
  if (range === null ? noProcedure.has(topic) : neverProcedure.has(topic)) return [];
  const kind: Kind = topic === 'followUp' ? 'followUp' : 'phase';
  const numbered = ofNumberedChildren(section, range, ids);
  const lists = section.blocks
    .filter((block) => block.kind === 'list')
    .filter((list) => !understanding.has(list) && !list.items.some((item) => understanding.has(item)))
    .filter((list) => range !== null || isProcedure(list, topic));
  const phased = lists.filter(isListOfPhases);
  const steps = lists.filter((list) => !phased.includes(list)).map((list) => ({ list, ...stepsOfList(list, ids) }));
  const tables = section.blocks
    .filter((block) => block.kind === 'table' && !understanding.has(block))
    .flatMap((block) => (block.kind === 'table' ? stepsOfTable(block, ids) : []));
  for (const one of [...steps, ...tables]) understanding.add(one.understood);
  const ownSteps = [...steps.flatMap((one) => one.steps), ...tables.flatMap((one) => one.steps), ...numbered];
  const own =
    ownSteps.length === 0 ? [] : [{ kind, list: listFrom(section, range ?? introRange(lists), ownSteps, ids) }];
  return [...own, ...phased.flatMap((list) => phasesOf(list, kind, ids, understanding))];
}

function introRange(lists: readonly BlockOf<'list'>[]): TimeRange | null {
  return lists.map((list) => timeRangeIn(list.intro?.text ?? '')).find((range) => range !== null) ?? null;
}

function listFrom(heading: Heading, range: TimeRange | null, steps: readonly RunbookStep[], ids: Ids): TimedList {
  const title = withoutNumber(range !== null && timeRangeIn(heading.title) !== null ? range.rest : heading.title);
  const shown = title === '' ? heading.title : title;
  return {
    id: ids.take(shown, heading.attributes.id),
    title: shown,
    ...(range === null ? { isUntimed: true as const } : {}),
    fromMinutes: range?.fromMinutes ?? 0,
    toMinutes: range?.toMinutes ?? 0,
    steps,
    line: heading.line,
  };
}

/** `1. Assessment` and `2) Communication` without their numbers. */
export function withoutNumber(title: string): string {
  return title.replace(/^[^\p{L}\p{N}]*\d+(?:\.\d+)*[.):]?\s+/u, '').trim();
}

function isProcedure(list: BlockOf<'list'>, topic: Topic): boolean {
  const items = list.items.filter((item) => item.text !== '');
  if (items.length === 0) return false;
  const telling = items.filter(isTelling).length / items.length;
  const isTask = list.items.some((item) => /^\s*(?:[-*+]|\d+[.)])\s+\[[ xX]\]/m.test(list.raw) && item.text !== '');
  if (topic === 'none') return isTask || telling >= 0.5 || (list.isOrdered && telling >= 0.25);
  return (
    isTask ||
    list.isOrdered ||
    telling >= 0.4 ||
    !/^[\x00-\x7F–—’“”‘…•→≥≤\p{Extended_Pictographic}\uFE0F]*$/u.test(list.raw)
  );
}

function isTelling(item: ListItem): boolean {
  return isImperative(item.text) || isImperative(item.rest) || item.codes.length > 0;
}

/** A list whose items are headings in disguise: each has a span of time or strong text, and a list of its own. */
function isListOfPhases(list: BlockOf<'list'>): boolean {
  const withLists = list.items.filter((item) => nestedLists(item).length > 0);
  if (withLists.length < Math.max(1, list.items.length * 0.6)) return false;
  return withLists.every((item) => timeRangeIn(item.text) !== null || (item.label !== null && item.rest === ''));
}

function phasesOf(list: BlockOf<'list'>, outer: Kind, ids: Ids, understanding: Understanding): Found[] {
  return list.items.map((item) => {
    const range = timeRangeIn(item.text);
    const title = (item.label ?? item.text).replace(/\s*[:：]\s*$/, '');
    const all = stepsOfItem({ ...item, text: '' }, ids);
    understanding.add([item, ...all.understood]);
    const steps = all.steps.length > 0 ? all.steps : [stepFrom(item, ids)];
    const kind = topicOfTitle(title) === 'followUp' ? 'followUp' : outer;
    return { kind, list: listFrom({ title, attributes: item.attributes, line: item.line }, range, steps, ids) };
  });
}

const numberedTitle = /^[^\p{L}\p{N}]*(?:(?:step|schritt|étape|paso|passo|stap|шаг)\s*\d+|\d+[.)]|第.步)/iu;

/** Headings such as `Step 1: Check the service` that hold no list of steps are steps of the section around them. */
function ofNumberedChildren(section: Section, range: TimeRange | null, ids: Ids): RunbookStep[] {
  const numbered = section.children.filter((child) => numberedTitle.test(child.title));
  const areSteps =
    numbered.length >= 2 && numbered.every((child) => timeRangeIn(child.title) === null && !hasLists(child));
  if (!areSteps || (range === null && section.depth === 0)) return [];
  return numbered.map((child) => stepFrom({ text: child.title, line: child.line, attributes: noAttributes }, ids));
}

function hasLists(section: Section): boolean {
  return section.children.length > 0 || section.blocks.some((block) => block.kind === 'list');
}
