import type { Section } from './document/block.ts';
import { allSections } from './document/outline.ts';
import { isGenericTitle } from './genericTitle.ts';
import type { Ids } from './ids.ts';
import type { IssuePattern, RunbookStep } from './runbook.ts';
import { stepsOfItem, stepsOfList, nestedLists } from './steps.ts';
import { withoutNumber } from './timedListFrom.ts';
import { topicOf } from './topics.ts';
import type { Understanding } from './understanding.ts';

const describing = /symptom|sign|indicator|impact|cause|symptôme|síntoma|causa|ursache/iu;

type Points = { readonly steps: readonly RunbookStep[]; readonly isDescription: boolean };

/** What usually goes wrong, each with the points to look at. */
export function readIssuePatterns(document: Section, ids: Ids, understanding: Understanding): IssuePattern[] {
  const problems = allSections(document).filter(
    (section) => topicOf(section) === 'pattern' && !isGenericTitle(section.title),
  );
  return problems.flatMap((section) => [
    ...ofSection(section, ids, understanding),
    ...ofItems(section, ids, understanding),
  ]);
}

/** A heading with lists of points below it; where there are points to act on, what only describes is left out. */
function ofSection(section: Section, ids: Ids, understanding: Understanding): IssuePattern[] {
  const parts = section.children.filter((child) => isGenericTitle(child.title));
  const all = [section, ...parts].map((source) => pointsOf(source, ids, understanding));
  const active = all.filter((points) => !points.isDescription);
  const steps = (active.some((points) => points.steps.length > 0) ? active : all).flatMap((points) => points.steps);
  if (steps.length === 0) return [];
  const title = withoutNumber(section.title) || section.title;
  return [{ id: ids.take(title, section.attributes.id), title, points: steps, line: section.line }];
}

function pointsOf(section: Section, ids: Ids, understanding: Understanding): Points {
  const lists = section.blocks
    .filter((block) => block.kind === 'list')
    .filter((list) => !understanding.has(list))
    .filter((list) => isGenericTitle(section.title) || !list.items.every((item) => nestedLists(item).length > 0));
  const read = lists.map((list) => ({ list, ...stepsOfList(list, ids) }));
  for (const one of read) understanding.add([one.list, ...one.understood]);
  return {
    steps: read.flatMap((one) => one.steps),
    isDescription: isGenericTitle(section.title) && describing.test(section.title),
  };
}

/** A list whose items are the problems, each with its own list of points. */
function ofItems(section: Section, ids: Ids, understanding: Understanding): IssuePattern[] {
  const items = section.blocks
    .filter((block) => block.kind === 'list')
    .filter((list) => list.items.every((item) => nestedLists(item).length > 0))
    .flatMap((list) => list.items);
  return items.map((item) => {
    const { steps, understood } = stepsOfItem({ ...item, text: '' }, ids);
    understanding.add([item, ...understood]);
    const title = (item.label ?? item.text).replace(/\s*[:：]\s*$/, '');
    return { id: ids.take(title, item.attributes.id), title, points: steps, line: item.line };
  });
}
