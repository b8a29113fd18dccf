import type { Block, Section, TextLine } from './document/block.ts';
import { allSections } from './document/outline.ts';
import type { Runbook } from './runbook.ts';
import { topicOf } from './topics.ts';
import type { Understanding } from './understanding.ts';

const holdsAlways =
  /\b(?:always|never|must(?: not)?|do not|don[’']t|remember|important|under no circumstances|at all times|avoid|immer|niemals|nicht vergessen|wichtig|toujours|jamais|siempre|nunca)\b|务必|切勿|总是/iu;

/** Sentences that hold always: those that say always, never, must or the like, and lists under such a heading. */
export function readRules(document: Section, understanding: Understanding): Runbook['rules'] {
  return [...sentences(document, understanding), ...lists(document, understanding)].toSorted((a, b) => a.line - b.line);
}

/** An item under `Do not` means its opposite without that heading. */
function lists(document: Section, understanding: Understanding): Runbook['rules'] {
  return allSections(document)
    .filter((section) => topicOf(section) === 'rule')
    .flatMap((section) => {
      const items = section.blocks.flatMap((block) => (block.kind === 'list' ? block.items : []));
      understanding.add(items);
      const prefix = forbids.test(section.title) ? `${section.title}: ` : '';
      return items.map((item) => ({ text: `${prefix}${item.text}`, line: item.line }));
    });
}

function sentences(document: Section, understanding: Understanding): Runbook['rules'] {
  return allSections(document).flatMap((section) =>
    section.blocks
      .flatMap((block) => linesOf(block).filter((line) => !understanding.has(line) && isRule(line)))
      .map((line) => {
        understanding.add([line]);
        return { text: line.text, line: line.line };
      }),
  );
}

const forbids = /\b(?:not|never|avoid|don['’]?ts?)\b|anti-?pattern|禁止/iu;

function linesOf(block: Block): readonly TextLine[] {
  if (block.kind === 'paragraph') return block.lines;
  return block.kind === 'quote' ? block.blocks.flatMap(linesOf) : [];
}

function isRule(line: TextLine): boolean {
  return holdsAlways.test(line.text) && !/[:：?？]$/.test(line.text);
}
