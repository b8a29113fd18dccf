import { noAttributes } from './document/attributes.ts';
import type { Section } from './document/block.ts';
import type { Ids } from './ids.ts';
import { isImperative } from './imperative.ts';
import type { RunbookStep } from './runbook.ts';
import { stepFrom } from './steps.ts';
import { timeRangeIn } from './timeRange.ts';

const numberedTitle = /^[^\p{L}\p{N}]*(?:(?:step|schritt|étape|paso|passo|stap|шаг)\s*\d+|\d+[.)]|第.步)/iu;

const stepTitle =
  /^[^\p{L}\p{N}]*(?:step|schritt|étape|etape|etapa|paso|passo|pas(?:ul)?|stap|krok|steg|шаг|adım)\s*\d+|第.步/iu;

/** Whether a heading has a number: `Step 1: Check the service`, `2. Restore`. */
export function isNumberedTitle(title: string): boolean {
  return numberedTitle.test(title) || stepTitle.test(title);
}

/**
 * Headings that hold no list of steps are steps of the section around them: all of several that are numbered and mostly
 * say what to do, and each that calls itself one, such as `Step 1: Check the service`. In a section with a span of time
 * numbers are enough.
 */
export function numberedSteps(section: Section, isTimed: boolean): Section[] {
  const numbered = section.children.filter((child) => isNumberedTitle(child.title));
  if (numbered.length < 2 || (!isTimed && section.depth === 0)) return [];
  const plain = numbered.filter((child) => timeRangeIn(child.title) === null && !hasLists(child));
  const areSteps = plain.length === numbered.length && (isTimed || plain.filter(saysToDo).length * 2 >= plain.length);
  return areSteps ? plain : plain.filter((child) => stepTitle.test(child.title));
}

/** The heading as a step. */
export function stepOfHeading({ title, line }: Section, ids: Ids): RunbookStep {
  return stepFrom({ text: title, line, attributes: noAttributes }, ids);
}

function saysToDo({ title }: Section): boolean {
  return stepTitle.test(title) || isImperative(title.replace(/^[^\p{L}]+/u, ''));
}

function hasLists(section: Section): boolean {
  return section.blocks.some((block) => block.kind === 'list') || section.children.some(hasLists);
}
