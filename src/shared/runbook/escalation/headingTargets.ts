import type { Block, Section } from '../document/block.ts';
import { topicOfTitle } from '../topics.ts';
import type { Understanding } from '../understanding.ts';
import { type FoundTarget, nameAndWhen } from './listTargets.ts';

const levelTitle =
  /^[^\p{L}\p{N}]*(?:level|tier|stage|stufe|ebene|step|niveau|nivel|l|t)\s*-?\s*\d+\s*(?:[:：–—-]|\()?\s*(?<name>.*)$/iu;

/** Headings such as `Level 1: On-call engineer` below a heading on escalation. */
export function targetsOfHeadings(section: Section, understanding: Understanding): FoundTarget[] {
  const levels = section.children.filter((child) => levelTitle.test(child.title));
  if (levels.length < 2) return [];
  return levels.flatMap((level) => {
    const title = levelTitle.exec(level.title)?.groups?.['name'] ?? '';
    const lines = level.blocks.flatMap(textsOf);
    understanding.add(level.blocks);
    const named = labelled(lines, /^(?:contact|who|name|team|role|owner|wer|kontakt|notify)\b/iu);
    const found = nameAndWhen(title.replace(/\)$/, '')) ?? { name: named ?? level.title, when: '' };
    const condition =
      labelled(lines, /^(?:when|trigger|criteria|condition|if|time|timeframe|escalate|scope|after|wann)\b/iu) ?? '';
    const own = condition === '' && found.when === '' ? (lines[0]?.text ?? '') : condition;
    const name = topicOfTitle(found.name) === 'escalation' && named !== null ? named : found.name;
    return [{ name, when: [found.when, own].filter((part) => part !== '').join('; '), line: level.line }];
  });
}

type Text = { readonly label: string | null; readonly text: string; readonly rest: string };

function textsOf(block: Block): Text[] {
  if (block.kind === 'paragraph') return block.lines.map(asText);
  return block.kind === 'list' ? block.items.map(asText) : [];
}

function asText(line: Text): Text {
  const match = /^([^:：]{1,30})[:：]\s*(.+)$/su.exec(line.text);
  return {
    label: line.label ?? match?.[1] ?? null,
    rest: line.label === null ? (match?.[2] ?? line.text) : line.rest,
    text: line.text,
  };
}

function labelled(lines: readonly Text[], words: RegExp): string | null {
  return lines.find((line) => line.label !== null && words.test(line.label))?.rest ?? null;
}
