import type { BlockOf, Section } from './document/block.ts';
import { allSections } from './document/outline.ts';
import { isArrowDiagram, isProse, targetsOfDiagram } from './escalation/arrowDiagram.ts';
import { isLevelTitle, targetsOfHeadings } from './escalation/headingTargets.ts';
import { targetsOfItems, type FoundTarget } from './escalation/listTargets.ts';
import { isNarration, targetsOfNarration } from './escalation/narratedTargets.ts';
import { targetInSentence } from './escalation/sentenceTarget.ts';
import { targetsOfTable } from './escalation/tableTargets.ts';
import type { EscalationLadder } from './runbook.ts';
import { isAboutContacts, isDocumentAbout, isTopicOfHeadings, topicOf, topicOfTitle } from './topics.ts';
import type { Understanding } from './understanding.ts';

/** Whom to turn to, in order: from lists, tables, headings, and diagrams made of arrows. */
export function readEscalation(document: Section, understanding: Understanding): EscalationLadder[] {
  return allSections(document).flatMap((section) => {
    const isTopic = isAboutCalling(section);
    const found = [
      ...(isTopic || holdsLevels(section) ? targetsOfHeadings(section, understanding) : []),
      ...section.blocks.flatMap((block): FoundTarget[] => {
        const isKnown = understanding.has(block);
        if (block.kind === 'table') return took(block, targetsOfTable(block, isTopic && !isKnown), understanding);
        if (isKnown) return [];
        if (!isTopic || isBelowLevel(section)) return [];
        if (block.kind === 'list') return ofList(block, section, understanding);
        if (block.kind === 'code')
          return isArrowDiagram(block.value)
            ? took(block, targetsOfDiagram(block.value, block.firstLine), understanding)
            : [];
        if (block.kind !== 'paragraph') return [];
        return isArrowDiagram(block.raw) && !isProse(block.raw)
          ? took(block, targetsOfDiagram(block.raw, block.line), understanding)
          : ofSentences(block, understanding);
      }),
    ];
    if (found.length === 0) return [];
    const targets = found.map((target, index) => ({ order: index + 1, ...target }));
    return [{ title: section.title, targets, line: section.line }];
  });
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
    topic === 'escalation' || isAboutContacts(section) || (topic === 'roles' && isDocumentAbout('escalation', section))
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

/** Lists of when to escalate name cases, not people. */
const namesCases = /trigger|criteria|condition|when to|kriterien|critères|criterios/iu;

function ofList(list: BlockOf<'list'>, section: Section, understanding: Understanding): FoundTarget[] {
  if (namesCases.test(section.title) || namesCases.test(list.intro?.text ?? '')) return [];
  if (isNarration(list)) return targetsOfNarration(list);
  const items = list.items.filter((item) => !understanding.has(item));
  const own = topicOfTitle(section.title);
  const isOfOthers = own !== 'escalation' && own !== 'roles' && own !== 'none';
  const isExplicit = !isOfOthers && (isTopicOfHeadings('escalation', section) || isAboutContacts(section));
  const { targets, understood } = targetsOfItems(items, isExplicit);
  understanding.add(understood);
  return targets;
}
