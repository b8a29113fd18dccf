import type { BlockOf, ListItem, Understandable } from './document/block.ts';
import type { Ids } from './ids.ts';
import type { RunbookStep } from './runbook.ts';

type Steps = { readonly steps: readonly RunbookStep[]; readonly understood: readonly Understandable[] };

/** The items of a list as things to be done, nested ones after the one that they belong to. */
export function stepsOfList(list: BlockOf<'list'>, ids: Ids): Steps {
  const all = list.items.map((item) => stepsOfItem(item, ids));
  return { steps: all.flatMap((one) => one.steps), understood: all.flatMap((one) => one.understood) };
}

/** One item and the lists inside it. */
export function stepsOfItem(item: ListItem, ids: Ids): Steps {
  const own = item.text === '' ? [] : [stepFrom(item, ids)];
  const inner = nestedLists(item).map((list) => stepsOfList(list, ids));
  const sentences = item.blocks.filter((block) => block.kind === 'paragraph');
  return {
    steps: [...own, ...inner.flatMap((one) => one.steps)],
    understood: [item, ...sentences, ...inner.flatMap((one) => one.understood)],
  };
}

/** Lists that stand directly inside an item. */
export function nestedLists(item: ListItem): BlockOf<'list'>[] {
  return item.blocks.filter((block) => block.kind === 'list');
}

/** One step from any line of text. */
export function stepFrom(source: Pick<ListItem, 'text' | 'line' | 'attributes'>, ids: Ids): RunbookStep {
  const text = source.text.replaceAll('\n', ' ').replace(/^\[[ xX]?\]\s*/, '');
  return {
    id: ids.take(text, source.attributes.id),
    text,
    line: source.line,
    tick: source.attributes.values['tick'] ?? null,
  };
}
