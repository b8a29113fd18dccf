import { noAttributes, splitAttributes } from './document/attributes.ts';
import type { BlockOf, Section } from './document/block.ts';
import { allSections, strongDepth } from './document/outline.ts';
import { isGenericTitle } from './genericTitle.ts';
import type { Ids } from './ids.ts';
import { isTelling } from './imperative.ts';
import type { Language } from './language.ts';
import { announcesFacts, announcesPossibilities, headsFacts } from './listIntro.ts';
import { isAboutOthers, isOfCauses, isProcedure, listsInFacts } from './isProcedure.ts';
import { isNumberedTitle, numberedSteps, stepOfHeading } from './numberedSteps.ts';
import { proseSteps } from './proseSteps.ts';
import type { RunbookStep, TimedList } from './runbook.ts';
import { nestedLists, stepFrom, stepsOfItem, stepsOfList } from './steps.ts';
import { datedLists, listOfSpan, listsBySpan, listsOfLines } from './spannedLists.ts';
import { stepsOfTable } from './stepTable.ts';
import { shellLanguages } from './shell/looksLikeShell.ts';
import { shellParts } from './shell/shellBlock.ts';
import { type Heading, timedListFrom, withoutNumber } from './timedListFrom.ts';
import { timedRows } from './timeTable.ts';
import { type TimeRange, timeRangeIn } from './timeRange.ts';
import { type Topic, topicOf, topicOfTitle } from './topics.ts';
import type { Understanding } from './understanding.ts';

type Kind = 'phase' | 'followUp';
type Found = { readonly kind: Kind; readonly list: TimedList };

/** Topics whose lists are no procedure unless their heading names a span of time. */
const noProcedure = new Set<Topic>(['template', 'prevention', 'pattern', 'rule']);
const neverProcedure = new Set<Topic>(['template', 'prevention', 'rule']);

/** Topics whose tables are for looking up. */
const noTables = new Set<Topic>(['escalation', 'roles', 'reference', 'severity', 'pattern']);

type Context = {
  readonly ids: Ids;
  readonly understanding: Understanding;
  readonly language: Language;
  readonly absorbed: Set<Section>;
  /** Numbered headings side by side of which most hold things to do: what stands below the others belongs to them. */
  readonly series: ReadonlySet<Section>;
};

/** Phases of the response, and what is left to do after it, each with its span of minutes where the text names one. */
export function readTimedLists(
  document: Section,
  ids: Ids,
  understanding: Understanding,
  language: Language,
): { readonly phases: readonly TimedList[]; readonly followUps: readonly TimedList[] } {
  const context: Context = { ids, understanding, language, absorbed: new Set(), series: seriesIn(document, language) };
  const found = allSections(document).flatMap((section) => ofSection(section, context));
  const of = (kind: Kind) => found.filter((one) => one.kind === kind).map((one) => one.list);
  return { phases: of('phase'), followUps: of('followUp') };
}

const phaseTitle = /^[^\p{L}\p{N}]*(?:phase|stage|étape|fase|etapa)\s*\d/iu;

function ofSection(section: Section, context: Context): Found[] {
  if (context.absorbed.has(section)) return [];
  const { ids, understanding } = context;
  const topic = topicOf(section);
  const range = timeRangeIn(section.title);
  if (range === null ? noProcedure.has(topic) : neverProcedure.has(topic)) return [];
  const kind: Kind = topic === 'followUp' ? 'followUp' : 'phase';
  const isPhase = range !== null || phaseTitle.test(section.title);
  const sources = isPhase ? partsOfPhase(section) : [section];
  if (isPhase) for (const source of sources) context.absorbed.add(source);
  const headings = numberedSteps(section, range !== null);
  for (const heading of headings) context.absorbed.add(heading);
  const numbered = headings.map((heading) => stepOfHeading(heading, ids));
  const lists = sources.flatMap((source) => listsOf(source, isPhase, context));
  const phased = lists.filter(isListOfPhases);
  const spans = range === null ? listsBySpan(lists) : [];
  const others = lists.filter((list) => !phased.includes(list) && !spans.some((span) => span.list === list));
  const dated = kind === 'followUp' && range === null ? datedLists(section, others, context) : [];
  const steps = others.filter((list) => !understanding.has(list)).map((list) => stepsOfList(list, ids));
  const tables = noTables.has(topic)
    ? []
    : sources.flatMap((source) => source.blocks.filter((block) => block.kind === 'table' && !understanding.has(block)));
  const timed = tables.flatMap((table) => (table.kind === 'table' ? ofTimeTable(table, kind, context) : []));
  const ofTables = tables.flatMap((table) =>
    table.kind === 'table' && !understanding.has(table) ? stepsOfTable(table, ids) : [],
  );
  for (const one of [...steps, ...ofTables]) understanding.add(one.understood);
  const written = [...steps, ...ofTables].flatMap((one) => one.steps).concat(numbered);
  const ownSteps = written.length === 0 && isPhase ? stepsElsewhere(sources, context) : written;
  const own =
    ownSteps.length === 0
      ? []
      : [{ kind, list: timedListFrom(headingFor(section), range ?? introRange(lists), ownSteps, ids) }];
  const lettered = range === null ? listsOfLines(section, context) : [];
  const introduced = spans.map((span) => ({ kind, list: listOfSpan(span, context) }));
  return [
    ...own,
    ...introduced,
    ...lettered.map((list) => ({ kind, list })),
    ...dated.map((list) => ({ kind, list })),
    ...timed,
    ...phased.flatMap((list) => phasesOf(list, kind, ids, understanding)),
  ];
}

/** A phase and the headings below it that name no span of time of their own. */
function partsOfPhase(section: Section): Section[] {
  const below = section.children.filter(
    (child) => timeRangeIn(child.title) === null && !isOfOthers(child) && !phaseTitle.test(child.title),
  );
  return [section, ...below.flatMap(partsOfPhase)];
}

/** What stands below a line of strong text in a phase is done in it, whatever that line is about. */
function isOfOthers(child: Section): boolean {
  const topic = topicOf(child);
  return neverProcedure.has(topic) && !(topic === 'prevention' && child.depth === strongDepth);
}

function seriesIn(document: Section, language: Language): Set<Section> {
  return new Set(
    allSections(document).flatMap((section) => {
      const numbered = section.children.filter(
        (child) => (isNumberedTitle(child.title) || phaseTitle.test(child.title)) && child.blocks.some(isList),
      );
      const doing = numbered.filter((child) =>
        child.blocks.some((block) => block.kind === 'list' && isProcedure(block, child, language)),
      );
      return numbered.length >= 3 && doing.length * 2 >= numbered.length ? numbered : [];
    }),
  );
}

function isList(block: Section['blocks'][number]): boolean {
  return block.kind === 'list';
}

/** `Escalate at once (< 5 min)` heads a list of cases; what is to be done in them has verbs. */
function isOfCases(section: Section): boolean {
  return topicOf(section) === 'escalation' && !phaseTitle.test(section.title);
}

function listsOf(section: Section, isPhase: boolean, { understanding, language, series }: Context): BlockOf<'list'>[] {
  return section.blocks
    .filter((block) => block.kind === 'list')
    .flatMap((list) => {
      const inner = listsInFacts(list, section, language);
      return inner.length > 0 ? inner : [list];
    })
    .filter((list) => !understanding.has(list) && !list.items.some((item) => understanding.has(item)))
    .filter(
      (list) =>
        (isPhase && !isOfCauses(list) && !isOfCases(section) && !headsFacts(section.title)) ||
        isProcedure(list, section, language) ||
        (series.has(section) && belongsToSeries(list, section, language)),
    );
}

/** Of a series of procedures one may hold fewer verbs than others, but not none. */
function belongsToSeries(list: BlockOf<'list'>, section: Section, language: Language): boolean {
  if (isAboutOthers(list, language) || announcesFacts(list) || announcesPossibilities(list)) return false;
  const isFree = list.isOrdered || language !== 'english' || topicOf(section) === 'followUp';
  return isFree || list.items.some((item) => isTelling(item.text, language) || isTelling(item.rest, language));
}

function ofTimeTable(table: BlockOf<'table'>, kind: Kind, { ids, understanding }: Context): Found[] {
  const rows = timedRows(table, ids);
  if (rows.length > 0) understanding.add([table]);
  return rows.map(({ title, range, steps, line }) => ({
    kind,
    list: timedListFrom({ title, line, attributes: noAttributes }, range, steps, ids),
  }));
}

/** In a phase without lists, what its commands' comments say, else its sentences. */
function stepsElsewhere(sources: readonly Section[], { ids, language, understanding }: Context): RunbookStep[] {
  const commented = sources.flatMap((source) => commentSteps(source, ids, understanding));
  if (commented.length > 0) return commented;
  return sources.flatMap((source) => proseSteps(source, ids, language, understanding));
}

/** In a phase that is written as commands only, the comments say what to do. */
function commentSteps(section: Section, ids: Ids, understanding: Understanding): RunbookStep[] {
  return section.blocks.flatMap((block) => {
    if (block.kind !== 'code' || !shellLanguages.has(block.language)) return [];
    return shellParts(block.value, false)
      .filter((part) => part.kind === 'comment')
      .map((part) => {
        const { text, attributes } = splitAttributes(withoutNumber(part.text));
        understanding.claimLine(block.firstLine + part.line);
        return stepFrom({ text, line: block.firstLine + part.line, attributes: { ...attributes, id: null } }, ids);
      });
  });
}

/** `Resolution` below `DNS failures` is the resolution of DNS failures. */
function headingFor(section: Section): Heading {
  const outer = section.path.findLast(({ depth }) => depth > 1)?.title;
  const own = timeRangeIn(section.title)?.rest ?? section.title;
  if (outer === undefined || !isGenericTitle(own)) return section;
  return { ...section, title: `${withoutNumber(outer) || outer}: ${section.title}` };
}

function introRange(lists: readonly BlockOf<'list'>[]): TimeRange | null {
  return lists.map((list) => timeRangeIn(list.intro?.text ?? '')).find((range) => range !== null) ?? null;
}

/** A list whose items are headings in disguise: most have a list of their own, and half of them a span of time. */
function isListOfPhases(list: BlockOf<'list'>): boolean {
  const withLists = list.items.filter((item) => nestedLists(item).length > 0);
  if (withLists.length < Math.max(1, list.items.length * 0.6)) return false;
  return list.items.filter((item) => timeRangeIn(item.text) !== null).length >= list.items.length / 2;
}

function phasesOf(list: BlockOf<'list'>, outer: Kind, ids: Ids, understanding: Understanding): Found[] {
  return list.items.map((item) => {
    const range = timeRangeIn(item.text);
    const title = (item.label ?? item.text).replace(/\s*[:：]\s*$/, '');
    const all = stepsOfItem({ ...item, text: '' }, ids);
    understanding.add([item, ...all.understood]);
    const steps = all.steps.length > 0 ? all.steps : [stepFrom(item, ids)];
    const kind = topicOfTitle(title) === 'followUp' ? 'followUp' : outer;
    return { kind, list: timedListFrom({ title, attributes: item.attributes, line: item.line }, range, steps, ids) };
  });
}
