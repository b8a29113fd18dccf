import type { Block, Section, TextLine } from './document/block.ts';
import { allSections } from './document/outline.ts';
import type { Runbook } from './runbook.ts';
import type { Understanding } from './understanding.ts';

const holdsAlways =
  /\b(?:always|never|must(?: not)?|do not|don[’']t|remember|important|under no circumstances|at all times|avoid|immer|niemals|nicht vergessen|wichtig|toujours|jamais|siempre|nunca)\b|务必|切勿|总是/iu;

/** Sentences that hold always: paragraphs and quotes that say always, never, must or the like. */
export function readRules(document: Section, understanding: Understanding): Runbook['rules'] {
  return allSections(document).flatMap((section) =>
    section.blocks
      .flatMap((block) => linesOf(block).filter((line) => !understanding.has(line) && isRule(line)))
      .map((line) => {
        understanding.add([line]);
        return { text: line.text, line: line.line };
      }),
  );
}

function linesOf(block: Block): readonly TextLine[] {
  if (block.kind === 'paragraph') return block.lines;
  return block.kind === 'quote' ? block.blocks.flatMap(linesOf) : [];
}

function isRule(line: TextLine): boolean {
  return holdsAlways.test(line.text) && !/[:：]$/.test(line.text);
}
