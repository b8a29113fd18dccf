import type { Block, Section } from './document/block.ts';
import { splitAttributes } from './document/attributes.ts';
import { allSections } from './document/outline.ts';

/** Every id that the author wrote, wherever it stands. */
export function reservedIds(document: Section): string[] {
  return allSections(document).flatMap((section) => [
    ...idOf(section.attributes.id),
    ...section.blocks.flatMap(ofBlock),
  ]);
}

function ofBlock(block: Block): string[] {
  if (block.kind === 'list')
    return block.items.flatMap((item) => [...idOf(item.attributes.id), ...item.blocks.flatMap(ofBlock)]);
  if (block.kind === 'quote') return block.blocks.flatMap(ofBlock);
  if (block.kind !== 'code') return [];
  const comments = block.value.split('\n').filter((line) => /^\s*#/.test(line));
  return [...idOf(block.attributes.id), ...comments.flatMap((line) => idOf(splitAttributes(line).attributes.id))];
}

function idOf(id: string | null): string[] {
  return id === null ? [] : [id];
}
