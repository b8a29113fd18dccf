import { fc } from '#tests/support/fastCheck.ts';
import { describe, expect, it } from 'vitest';
import { parseLabText } from '#shared/lab/parseLabText.ts';

const problemsOf = (text: string) => parseLabText(text, 'lab.yaml').problems;
const seen = (text: string) =>
  problemsOf(text).map(({ line, column, message, mend }) => ({ line, column, message, mend }));

describe('reading lab.yaml', () => {
  it('takes a file in which the last entry of a list went away', () => {
    const { lab, problems } = parseLabText('version: 1\nhosts:\ncontacts:\n', 'lab.yaml');
    expect(problems).toEqual([]);
    expect(lab?.hosts).toEqual([]);
  });

  it('refuses a value that holds itself, and a version in quotes', () => {
    expect(
      seen('version: 1\nhosts: &all\n  - id: nas\n    access: { transport: local }\n    tags: *all\n'),
    ).toMatchObject([{ line: 5, column: 11, message: '`*all` stands within `&all`' }]);
    expect(seen('version: "1"\n')).toMatchObject([{ mend: 'Write the number without quotes.' }]);
  });

  it('suggests the key that was meant, at the key', () => {
    expect(seen('version: 1\nhosts:\n  - id: nas\n    acess: { transport: local }\n')).toEqual([
      {
        line: 3,
        column: 5,
        message: '`access` is missing',
        mend: 'Add `access`: it must be a mapping of keys to values.',
      },
      { line: 4, column: 5, message: '`acess` is not a key of entry 1 of `hosts`', mend: 'Did you mean `access`?' },
    ]);
  });

  it('refuses a pattern that no host could search for, at the pattern', () => {
    const checks =
      '      - { id: p, kind: process, pattern: "server (main" }\n      - { id: j, kind: journal, pattern: "{{unit}} failed \\\\d+ times" }\n';
    const text = `version: 1\nhosts: [{ id: nas, access: { transport: local } }]\nservices:\n  - id: app\n    host: nas\n    variables: { unit: app }\n    checks:\n${checks}`;
    expect(seen(text)).toMatchObject([
      { line: 8, message: '`pattern`: `(` is not closed' },
      { line: 9, message: '`pattern`: `\\d` is not part of extended regular expressions', mend: 'Write `[0-9]`.' },
    ]);
  });

  it('knows which keys a check of this kind may have', () => {
    const text =
      'version: 1\nhosts:\n  - id: nas\n    access: { transport: local }\n    checks:\n      - { id: d, kind: disk, path: /, crtical: 90 }\n';
    expect(seen(text)).toEqual([
      {
        line: 6,
        column: 39,
        message: '`crtical` is not a key of entry 1 of `checks`',
        mend: 'Did you mean `critical`?',
      },
    ]);
  });

  it('names the kind of check that was probably meant', () => {
    const text =
      'version: 1\nhosts:\n  - id: nas\n    access: { transport: local }\n    checks:\n      - { id: d, kind: systemd_unit }\n';
    expect(seen(text)).toEqual([
      { line: 6, column: 24, message: '`kind` cannot be `systemd_unit`', mend: 'Did you mean `systemd-unit`?' },
    ]);
  });

  it('says where the syntax breaks', () => {
    const [problem] = seen('version: 1\nhosts:\n\t- id: nas\n');
    expect(problem).toMatchObject({ line: 3, mend: 'Indent with spaces: YAML knows no tabs.' });
  });

  it('finds one id given to two things, across hosts, services and checks', () => {
    const text = `version: 1
hosts:
  - id: nas
    access: { transport: local }
    checks: [{ id: photos, kind: load }]
services:
  - id: photos
    host: nas
`;
    expect(seen(text)).toEqual([
      {
        line: 5,
        column: 20,
        message: '`id` photos is already the id of a service',
        mend: 'Give this one an id that nothing else has.',
      },
    ]);
  });

  it('finds names of things that do not exist, and circles', () => {
    const text = `version: 1
hosts:
  - { id: nas, access: { transport: local }, dependsOn: [switsh] }
  - { id: switch, access: { transport: ssh2 }, dependsOn: [router] }
  - { id: router, access: { transport: ssh2, address: 10.0.0.1 }, dependsOn: [switch] }
services:
  - { id: photos, host: naz }
settings:
  timeZone: Europe/Berln
`;
    expect(seen(text).map(({ line, message, mend }) => `${String(line)}: ${message}. ${mend}`)).toEqual([
      '3: There is no host or check with the id switsh. Did you mean `switch`?',
      '4: Nothing says how to reach host switch. Add `alias` (a name of ~/.ssh/config) or `address`.',
      '5: Dependencies go round in a circle: switch -> router -> switch. Remove one of these dependencies.',
      '7: There is no host with the id naz. Did you mean `nas`?',
      '9: There is no time zone Europe/Berln. Did you mean `Europe/Berlin`?',
    ]);
  });

  it('refuses aliases that grow without end, and an empty file', () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...['b', 'c', 'd', 'e', 'f'].map(
        (key, at) =>
          `${key}: &${key} [${Array(9)
            .fill(`*${'abcde'[at] ?? 'a'}`)
            .join(', ')}]`,
      ),
    ];
    expect(seen(bomb.join('\n'))).toHaveLength(1);
    expect(seen('# nothing\n')).toEqual([
      { line: 1, column: 1, message: 'The file is empty', mend: 'Write `version: 1`, then hosts and services.' },
    ]);
  });

  it('never throws and always names a place within the text, whatever is written', () => {
    const pieces = fc.constantFrom(
      'version: 1\n',
      'hosts:\n',
      '  - id: a\n',
      '    access: {transport: local}\n',
      '[',
      '}',
      ': ',
      '\t',
      '&a ',
      '*a\n',
      '- ',
      '"',
      '~\n',
      '!!set ',
      '? ',
      '---\n',
      'é',
      '<<: *a\n',
      '    checks:\n',
      '      - kind: http\n',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(pieces).map((parts) => parts.join('')),
          fc.string(),
        ),
        (text) => {
          const { lab, problems } = parseLabText(text, 'lab.yaml');
          expect(lab === null).toBe(problems.length > 0);
          const lines = text.split(/\r\n|\n|\r/).length;
          for (const problem of problems) {
            expect(problem.line).toBeGreaterThanOrEqual(1);
            expect(problem.line).toBeLessThanOrEqual(lines);
            expect(problem.mend).not.toBe('');
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
