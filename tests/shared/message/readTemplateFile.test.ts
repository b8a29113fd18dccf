import { describe, expect, it } from 'vitest';
import { readTemplateFile } from '#shared/message/readTemplateFile.ts';

const read = (text: string, id = 'dear-neighbours') => readTemplateFile(text, id, `templates/${id}.md`);
const problemsOf = (text: string) => {
  const file = read(text);
  return file.kind === 'broken' ? file.problems.map(({ line, column, message }) => [line, column, message]) : [];
};

describe('a file of templates/', () => {
  it('is a template, named by its heading or by its file', () => {
    const text = 'Subject: {title} at {host}\n\nHello,\n\n{description}\n';
    expect(read(`# For the neighbours\n\n${text}`)).toEqual({
      kind: 'template',
      template: {
        id: 'dear-neighbours',
        title: 'For the neighbours',
        purpose: 'other',
        subject: '{title} at {host}',
        body: 'Hello,\n\n{description}',
        placeholders: ['title', 'host', 'description'],
        line: 1,
      },
    });
    expect(read(text.replaceAll('\n', '\r\n'))).toMatchObject({
      kind: 'template',
      template: { title: 'Dear neighbours' },
    });
    expect(read(text, 'all-clear')).toMatchObject({ template: { title: 'All clear', purpose: 'resolution' } });
  });

  it('says where it is broken, and how to mend it', () => {
    expect(problemsOf('  \n')).toEqual([[1, 1, 'The template is empty']]);
    expect(problemsOf('# Title\n\nHello {host}\n')).toEqual([[1, 1, 'There is no subject']]);
    expect(problemsOf('# Title\n\nSubject:\n\nHello\n')).toEqual([[3, 1, 'The subject is empty']]);
    expect(problemsOf('Subject: Hello\n\n')).toEqual([[1, 1, 'There is no text below the subject']]);
    expect(problemsOf('Subject: Hello\n\nDown since {started\nUntil { } and {{host}}\n')).toEqual([
      [3, 12, 'A place to fill in begins with { and never ends'],
      [4, 7, 'A place to fill in has no name'],
    ]);
    expect(read('Hello')).toMatchObject({
      problems: [
        {
          file: 'templates/dear-neighbours.md',
          mend: 'Write "Subject: ..." in the first line, and the text below it.',
        },
      ],
    });
  });
});
