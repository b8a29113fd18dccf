import type { Section } from './document/block.ts';
import { allSections } from './document/outline.ts';
import type { RepeatedLevel } from './levels/readLevels.ts';
import type { Problems } from './problems.ts';
import type { MessageTemplate } from './runbook.ts';
import { hasBackwardsRange } from './timeRange.ts';

type Read = {
  readonly document: Section;
  readonly text: string;
  readonly repeated: readonly RepeatedLevel[];
  readonly templates: readonly MessageTemplate[];
};

/** Tells of slips that leave a document readable, and mean something else than was meant. */
export function checkSlips({ document, text, repeated, templates }: Read, problems: Problems): void {
  for (const { label, line, firstLine } of repeated)
    problems.add(
      'warning',
      line,
      `The level ${label} stands twice; the one in line ${firstLine.toLocaleString('en')} counts.`,
      'Give one of them another name, or remove it.',
    );
  for (const { title, line } of allSections(document).filter((section) => hasBackwardsRange(section.title)))
    problems.add('warning', line, `The time in "${title}" ends before it begins.`, 'Write the earlier time first.');
  const lines = text.split('\n');
  for (const template of templates) checkTemplate(template, lines, problems);
  lines.forEach((line, index) => {
    if (line.includes('\0'))
      problems.add(
        'error',
        index + 1,
        'A NUL character stands here; no command or message can hold one.',
        'Delete it; many editors show it as ^@.',
      );
  });
}

/** A place to fill in whose brace is never closed would be sent as it stands. */
function checkTemplate(
  { title, subject, body, line }: MessageTemplate,
  lines: readonly string[],
  problems: Problems,
): void {
  const written = `${subject}\n${body}`.split('\n');
  for (const one of written.filter((text) => /^\s*\p{L}[^{}]*$/u.test(text.slice(text.lastIndexOf('{') + 1)))) {
    if (!one.includes('{')) continue;
    const near = lines.slice(line - 1, line + written.length + 10);
    const index = near.findIndex((whole) => whole.includes(one.trim()));
    problems.add(
      'warning',
      line + Math.max(0, index),
      `A { is never closed in the template "${title}"; what follows it is no place to fill in.`,
      'Write } after the name.',
    );
  }
}
