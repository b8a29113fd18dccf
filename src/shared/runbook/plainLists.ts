import type { Section } from './document/block.ts';
import { allSections } from './document/outline.ts';
import type { PlainList } from './runbook.ts';
import { withoutNumber } from './timedListFrom.ts';
import { topicOf } from './topics.ts';
import type { Understanding } from './understanding.ts';

/** Lists of what keeps it from happening again. */
export function readPrevention(document: Section, understanding: Understanding): PlainList[] {
  return allSections(document)
    .filter((section) => topicOf(section) === 'prevention')
    .flatMap((section) => {
      const lists = section.blocks.filter((block) => block.kind === 'list').filter((list) => !understanding.has(list));
      const items = lists.flatMap((list) => list.items);
      understanding.add([...lists, ...items]);
      if (items.length === 0) return [];
      const title = withoutNumber(section.title) || section.title;
      return [{ title, items: items.map((item) => item.text), line: section.line }];
    });
}
