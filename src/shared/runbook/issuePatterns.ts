import type { Section } from './document/block.ts';
import { allSections } from './document/outline.ts';
import type { Ids } from './ids.ts';
import type { IssuePattern } from './runbook.ts';
import { stepsOfItem, stepsOfList, nestedLists } from './steps.ts';
import { withoutNumber } from './timedLists.ts';
import { topicOf } from './topics.ts';
import type { Understanding } from './understanding.ts';

/** What usually goes wrong, each with the points to look at. */
export function readIssuePatterns(document: Section, ids: Ids, understanding: Understanding): IssuePattern[] {
  return allSections(document)
    .filter((section) => topicOf(section) === 'pattern')
    .flatMap((section) => [...ofSection(section, ids, understanding), ...ofItems(section, ids, understanding)]);
}

/** A heading with lists of points right below it. */
function ofSection(section: Section, ids: Ids, understanding: Understanding): IssuePattern[] {
  const lists = section.blocks
    .filter((block) => block.kind === 'list')
    .filter((list) => !understanding.has(list) && !list.items.every((item) => nestedLists(item).length > 0));
  const all = lists.map((list) => ({ list, ...stepsOfList(list, ids) }));
  for (const one of all) understanding.add([one.list, ...one.understood]);
  const points = all.flatMap((one) => one.steps);
  if (points.length === 0) return [];
  const title = withoutNumber(section.title) || section.title;
  return [{ id: ids.take(title, section.attributes.id), title, points, line: section.line }];
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
