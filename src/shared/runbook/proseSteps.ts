import type { BlockOf, Section, TextLine } from './document/block.ts';
import { isImperative, isTelling } from './imperative.ts';
import type { Ids } from './ids.ts';
import type { Language } from './language.ts';
import type { RunbookStep } from './runbook.ts';
import { stepFrom } from './steps.ts';
import { noAttributes } from './document/attributes.ts';
import type { Understanding } from './understanding.ts';

/** Where a phase is told in sentences, those of them that say what to do, in order. */
export function proseSteps(
  section: Section,
  ids: Ids,
  language: Language,
  understanding: Understanding,
): readonly RunbookStep[] {
  const paragraphs = section.blocks.filter((block) => block.kind === 'paragraph');
  return paragraphs
    .filter((paragraph) => !understanding.has(paragraph) && !paragraph.lines.some((line) => understanding.has(line)))
    .flatMap((paragraph) => {
      const telling = sentencesOf(paragraph).filter(({ text }) => tells(text, language));
      if (telling.length > 0) understanding.add(paragraph.lines);
      return telling.map(({ text, line }) => stepFrom({ text, line, attributes: noAttributes }, ids));
    });
}

/** A label before it, as in `Objective: improve processes`, makes a sentence a fact. */
function tells(text: string, language: Language): boolean {
  return isTelling(text, language) && (!/^[^.!?]{1,40}[:：]\s/u.test(text) || isImperative(text));
}

/** Lines as long as this were broken where they were full. */
const fullLine = 60;

/** Sentences may go on in the next line. */
function sentencesOf({ lines }: BlockOf<'paragraph'>): { readonly text: string; readonly line: number }[] {
  const sentences: { text: string; line: number }[] = [];
  let isOpen = false;
  let wasFull = false;
  for (const line of lines) {
    for (const text of partsOf(line)) {
      const last = sentences.at(-1);
      if (isOpen && last !== undefined && (wasFull || /^\p{Ll}/u.test(text))) last.text += ` ${text}`;
      else sentences.push({ text, line: line.line });
      isOpen = !/[.!?:：。]$/u.test(text);
    }
    wasFull = line.text.length >= fullLine;
  }
  return sentences;
}

function partsOf({ text }: TextLine): string[] {
  return text.split(/(?<=[.!?。])\s+(?=[\p{Lu}`"“])/u).filter((part) => part.trim() !== '');
}
