import type { LabProblem } from '../lab/labFile.ts';
import { createIds } from '../runbook/ids.ts';
import { messageTemplate, subjectLine } from '../runbook/messageTemplate.ts';
import type { MessageTemplate } from '../runbook/runbook.ts';

/** What a file of `templates/` is: a template, or what keeps it from being one. */
export type TemplateFile =
  | { readonly kind: 'template'; readonly template: MessageTemplate }
  | { readonly kind: 'broken'; readonly problems: readonly LabProblem[] };

/**
 * Reads a message template: a heading as its title (else the file's name), a `Subject:` line, and below it the text with
 * places to fill in such as `{started}`. Lines of problems are lines of the file.
 */
export function readTemplateFile(written: string, id: string, file: string): TemplateFile {
  const text = written.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const heading = /^\s*# (?<title>.+)$/u.exec(text.split('\n', 1)[0] ?? '');
  const content = heading === null ? text : text.slice(heading[0].length);
  const title = heading?.groups?.['title']?.trim() ?? titleFrom(id);
  const template = messageTemplate(title, content, 1, id, createIds([]));
  const problems = [...missing(text, template), ...openPlaces(text)].map((problem) => ({ file, ...problem }));
  return problems.length === 0 ? { kind: 'template', template } : { kind: 'broken', problems };
}

/** `next-update` becomes `Next update`. */
function titleFrom(id: string): string {
  const words = id.replaceAll(/[-_.]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

type Problem = Omit<LabProblem, 'file'>;

function missing(text: string, { subject, body }: MessageTemplate): Problem[] {
  if (text.trim() === '')
    return [at(1, 1, 'The template is empty', 'Write "Subject: ...", an empty line, and the text of the message.')];
  const match = subjectLine.exec(text);
  if (match === null)
    return [at(1, 1, 'There is no subject', 'Write "Subject: ..." in the first line, and the text below it.')];
  const line = lineOf(text, match.index + match[0].search(/\S/));
  if (subject === '') return [at(line, 1, 'The subject is empty', 'Write after "Subject:" what the message is about.')];
  return body.trim() === '' ? [at(line, 1, 'There is no text below the subject', 'Write the message below it.')] : [];
}

/** Places to fill in that never end in their line, or have no name: nobody could fill them. */
function openPlaces(text: string): Problem[] {
  return text.split('\n').flatMap((line, index): Problem[] => {
    const open = /\{(?![^{}]*\}|\{[^{}]*\}\})/.exec(
      line.replaceAll(/\{\{[^{}]*\}\}/g, (place) => '_'.repeat(place.length)),
    );
    const empty = /\{\s*\}/.exec(line);
    return [
      ...(open === null
        ? []
        : [
            at(index + 1, open.index + 1, 'A place to fill in begins with { and never ends', 'Write } after its name.'),
          ]),
      ...(empty === null
        ? []
        : [
            at(
              index + 1,
              empty.index + 1,
              'A place to fill in has no name',
              'Write what belongs there, as in {impact}.',
            ),
          ]),
    ];
  });
}

function at(line: number, column: number, message: string, mend: string): Problem {
  return { line, column, message, mend };
}

function lineOf(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}
