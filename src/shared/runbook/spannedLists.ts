import { noAttributes } from './document/attributes.ts';
import type { BlockOf, ListItem, Section, TextLine } from './document/block.ts';
import { bySpan, spanned } from './followUpSpans.ts';
import type { Ids } from './ids.ts';
import type { TimedList } from './runbook.ts';
import { stepFrom, stepsOfList } from './steps.ts';
import { timedListFrom } from './timedListFrom.ts';
import { type TimeRange, timeRangeIn } from './timeRange.ts';
import type { Understanding } from './understanding.ts';

type Reader = { readonly ids: Ids; readonly understanding: Understanding };

/** Follow-ups of which each item, or each line where there is no list, names its own span of time. */
export function datedLists(
  section: Section,
  lists: readonly BlockOf<'list'>[],
  { ids, understanding }: Reader,
): TimedList[] {
  const lines = section.blocks.flatMap((block) => (block.kind === 'paragraph' ? block.lines : []));
  const sources = lists.length > 0 ? lists.map((list) => ({ list, said: list.items })) : [{ list: null, said: lines }];
  return sources.flatMap(({ list, said }) => {
    const found = said.flatMap((one) => spanned<TextLine | ListItem>(one) ?? []);
    if (found.length === 0 || found.length < said.length || said.some(hasMore)) return [];
    understanding.add(list === null ? said : [list, ...said]);
    return bySpan(found).map((group) => {
      const [{ span: title, range, said: first } = { span: '', range: null, said: { line: section.line } }] = group;
      const steps = group.map(({ said: { line }, text }) => stepFrom({ text, line, attributes: noAttributes }, ids));
      const heading = { title, line: first.line, attributes: noAttributes };
      return timedListFrom(heading, range, steps, ids);
    });
  });
}

function hasMore(said: TextLine | ListItem): boolean {
  return said.kind === 'item' && (said.blocks.length > 0 || said.attributes !== noAttributes);
}

/** `2.1 Triage (first 10 minutes)` with `a) ...`, `b) ...` in the lines below it, as word processors leave them. */
export function listsOfLines(section: Section, { ids, understanding }: Reader): TimedList[] {
  return section.blocks.flatMap((block) => {
    if (block.kind !== 'paragraph' || understanding.has(block)) return [];
    const [heading, ...items] = block.lines;
    const range = heading === undefined ? null : timeRangeIn(heading.text);
    if (heading === undefined || range === null || items.length === 0) return [];
    if (!items.every(({ text }) => lettered.test(text))) return [];
    understanding.add(block.lines);
    const steps = items.map(({ text, line }) =>
      stepFrom({ text: text.replace(lettered, ''), line, attributes: noAttributes }, ids),
    );
    return [timedListFrom({ title: heading.text, line: heading.line, attributes: noAttributes }, range, steps, ids)];
  });
}

const lettered = /^(?:\p{L}|[ivx]{1,4}|\d{1,2})[.)]\s+/iu;

export type ListOfSpan = { readonly list: BlockOf<'list'>; readonly intro: TextLine; readonly range: TimeRange };

/** `Within two hours:` and `Within a week:` above a list each: lists of their own, where there are two or more. */
export function listsBySpan(lists: readonly BlockOf<'list'>[]): ListOfSpan[] {
  const found = lists.flatMap((list): ListOfSpan[] => {
    const range = timeRangeIn(list.intro?.text ?? '');
    return list.intro === null || range === null ? [] : [{ list, intro: list.intro, range }];
  });
  return found.length >= 2 ? found : [];
}

/** What such a list holds. */
export function listOfSpan({ list, intro, range }: ListOfSpan, { ids, understanding }: Reader): TimedList {
  const { steps, understood } = stepsOfList(list, ids);
  understanding.add([intro, ...understood]);
  const title = intro.text.replace(/\s*[:：]\s*$/, '');
  return timedListFrom({ title, line: intro.line, attributes: noAttributes }, range, steps, ids);
}
