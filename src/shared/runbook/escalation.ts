import { noAttributes } from './document/attributes.ts';
import type { Block, BlockOf, Section } from './document/block.ts';
import { allSections } from './document/outline.ts';
import { isArrowDiagram, isProse, targetsOfDiagram } from './escalation/arrowDiagram.ts';
import { isLevelTitle, targetsOfHeadings } from './escalation/headingTargets.ts';
import { targetsOfItems, type FoundTarget } from './escalation/listTargets.ts';
import { targetsOfCases } from './escalation/caseTargets.ts';
import { isNarration, targetsOfNarration } from './escalation/narratedTargets.ts';
import { targetInSentence } from './escalation/sentenceTarget.ts';
import { targetsOfTable } from './escalation/tableTargets.ts';
import type { EscalationLadder } from './runbook.ts';
import {
  isAboutContacts,
  isDocumentAbout,
  isDocumentOfContacts,
  isTopicOfHeadings,
  topicOf,
  topicOfTitle,
} from './topics.ts';
import { openLanguages } from './shell/looksLikeShell.ts';
import type { Understanding } from './understanding.ts';

/** Whom to turn to, in order: from lists, tables, headings, and diagrams made of arrows. */
export function readEscalation(document: Section, understanding: Understanding): EscalationLadder[] {
  return allSections(document).flatMap((section) => {
    const isTopic = isAboutCalling(section);
    const isCases = isTopic && tellsCases(section);
    const found = [
      ...(isTopic || holdsLevels(section) ? targetsOfHeadings(section, understanding) : []),
      ...section.blocks.flatMap((block): FoundTarget[] => {
        const isKnown = understanding.has(block);
        if (block.kind === 'table') return took(block, targetsOfTable(block, isTopic && !isKnown), understanding);
        if (isKnown) return [];
        if (!isTopic || isBelowLevel(section)) return [];
        if (block.kind === 'list') return ofList(block, section, isCases, understanding);
        if (block.kind === 'code')
          return isDrawing(block) && isArrowDiagram(block.value)
            ? took(block, targetsOfDiagram(block.value, block.firstLine), understanding)
            : [];
        if (block.kind !== 'paragraph') return [];
        return isArrowDiagram(block.raw) && !isProse(block.raw)
          ? took(block, targetsOfDiagram(block.raw, block.line), understanding)
          : ofLines(block, section, understanding);
      }),
    ];
    if (found.length === 0 && !isTopic)
      found.push(...section.blocks.flatMap((block) => ofChains(block, understanding)));
    if (found.length === 0) return [];
    const targets = found.map((target, index) => ({ order: index + 1, ...target }));
    return [{ title: section.title, targets, line: section.line }];
  });
}

const chainLabel =
  /^(?:escalation|escalate(?: to)?|eskalation|escalade|escalamiento)(?: (?:path|chain|policy|ladder|order|contacts?))?$/iu;

/** `Escalation: on-call → team lead → CTO` in a line, an item or a row of any section. */
function ofChains(block: Block, understanding: Understanding): FoundTarget[] {
  if (understanding.has(block)) return [];
  const told =
    block.kind === 'paragraph'
      ? block.lines.map((line) => ({ source: line, label: line.label, text: line.rest }))
      : block.kind === 'list'
        ? block.items.map((item) => ({ source: item, label: item.label, text: item.rest }))
        : block.kind === 'table'
          ? block.rows.map((row) => ({ source: row, label: row.cells[0]?.text ?? '', text: row.cells[1]?.text ?? '' }))
          : [];
  return told.flatMap(({ source, label, text }) => {
    if (label === null || !chainLabel.test(label.trim()) || !isArrowDiagram(text)) return [];
    const targets = targetsOfDiagram(text, source.line);
    if (targets.length > 0) understanding.add([source]);
    return targets;
  });
}

/** Programs have arrows too. */
function isDrawing({ language }: BlockOf<'code'>): boolean {
  return openLanguages.has(language) || ['mermaid', 'markdown', 'md', 'ascii', 'diagram'].includes(language);
}

/** Headings such as `Level 1: On-call engineer` below one on escalation, whatever case they are told of. */
function holdsLevels(section: Section): boolean {
  const isBelow = isTopicOfHeadings('escalation', section) || isDocumentAbout('escalation', section);
  return isBelow && section.children.filter((child) => isLevelTitle(child.title)).length >= 2;
}

/** What stands below `Level 1: On-call engineer` tells what they do. */
function isBelowLevel(section: Section): boolean {
  return [section, ...section.path].some(({ title }) => isLevelTitle(title));
}

/** Headings on escalation or contacts, and in a document on escalation also those on roles. */
function isAboutCalling(section: Section): boolean {
  const topic = topicOf(section);
  return (
    topic === 'escalation' ||
    isAboutContacts(section) ||
    (isDocumentOfContacts(section) && section.depth > 1 && topic !== 'reference' && topic !== 'followUp') ||
    (topic === 'roles' && isDocumentAbout('escalation', section))
  );
}

function took(
  block: BlockOf<'table' | 'code' | 'paragraph'>,
  targets: FoundTarget[],
  understanding: Understanding,
): FoundTarget[] {
  if (targets.length > 0) understanding.add([block]);
  return targets;
}

/** Lines that are a name and how to reach it each, as items of a list would be, else sentences. */
function ofLines(paragraph: BlockOf<'paragraph'>, section: Section, understanding: Understanding): FoundTarget[] {
  const named = paragraph.lines.filter((line) => line.label !== null && line.rest !== '');
  if (named.length < 2 || named.length < paragraph.lines.length || tellsCases(section))
    return ofSentences(paragraph, understanding);
  const items = named.map((line) => ({
    ...line,
    kind: 'item' as const,
    isTask: false,
    attributes: noAttributes,
    blocks: [],
  }));
  const { targets } = targetsOfItems(items, 'some');
  const lines = new Set(targets.map(({ line }) => line));
  understanding.add(named.filter(({ line }) => lines.has(line)));
  return targets;
}

/** `If nobody answers in 15 minutes, call the team lead.` */
function ofSentences(paragraph: BlockOf<'paragraph'>, understanding: Understanding): FoundTarget[] {
  return paragraph.lines.flatMap((line) => {
    const targets = line.text
      .split(/(?<=[.!?])\s+(?=\p{Lu})/u)
      .map((sentence) => targetInSentence(sentence))
      .filter((target) => target !== null)
      .map((target) => ({ ...target, line: line.line }));
    if (targets.length > 0) understanding.add([line]);
    return targets;
  });
}

/** Lists of when to escalate name cases; whom they call stands in sentences, if at all. */
const namesCases =
  /trigger|criteria|condition|when to|wann\b|kriterien|critères|quand\b|criterios|critérios|cuándo\b/iu;

function tellsCases(section: Section): boolean {
  return [section, ...section.path].some(({ title, depth }) => depth > 1 && namesCases.test(title));
}

function ofList(
  list: BlockOf<'list'>,
  section: Section,
  isCases: boolean,
  understanding: Understanding,
): FoundTarget[] {
  const items = list.items.filter((item) => !understanding.has(item));
  if (isCases || namesCases.test(list.intro?.text ?? '')) {
    const { targets, understood } = targetsOfCases(items);
    understanding.add(understood);
    return targets;
  }
  if (isNarration(list)) return targetsOfNarration(list);
  const own = topicOfTitle(section.title);
  const isOfOthers = own !== 'escalation' && own !== 'roles' && own !== 'none';
  const isOfHeading = isTopicOfHeadings('escalation', section) || isAboutContacts(section);
  const { targets, understood } = targetsOfItems(items, isOfHeading ? (isOfOthers ? 'some' : 'all') : 'strict');
  understanding.add(understood);
  return targets;
}
