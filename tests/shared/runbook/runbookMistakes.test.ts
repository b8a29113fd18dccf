import { expect, it } from 'vitest';
import { readRunbook } from '#shared/runbook/readRunbook.ts';

const action = (attributes: string, command = 'systemctl restart x') =>
  `# R\n\n## Do\n\n\`\`\`sh {${attributes}}\n# Restart\n${command}\n\`\`\`\n`;

it.each([
  { mistake: 'a misspelt attribute', text: action('#a efect=changes'), line: 6, says: 'efect= means nothing here.' },
  {
    mistake: 'a misspelt remedy',
    text: action('#a remedy=restrat-unit'),
    line: 6,
    says: 'remedy=restrat-unit is no remedy that Sitrep knows.',
  },
  {
    mistake: 'a heading without a blank',
    text: '# R\n\n##Steps\n\n- Check it\n',
    line: 3,
    says: 'This is no heading yet.',
  },
  {
    mistake: 'rows without the line below the first',
    text: '# R\n\n| Level | Time |\n| P1 | 5 min |\n\n- Check it\n',
    line: 3,
    says: 'These rows are no table yet.',
  },
  {
    mistake: 'a quote that is never closed',
    text: '# R\n\n```sh\nuptime\necho "a\n```\n',
    line: 5,
    says: 'A shell cannot read this: unterminated double quote.',
  },
  {
    mistake: 'front matter without an end',
    text: `---\nname: x\n${action('#a')}`,
    line: 1,
    says: 'The front matter begins here and never ends.',
  },
  {
    mistake: 'a fence without an end',
    text: '# R\n\n```sh\nuptime\n\n## Next\n',
    line: 3,
    says: 'The fence that begins here never ends.',
  },
  {
    mistake: 'a variable that nobody declared',
    text: action('#a', 'systemctl restart {{unit}}'),
    line: 7,
    says: '"Restart" cannot run: nobody said what unit is.',
  },
  {
    mistake: 'a key that stands twice',
    text: `---\nname: x\nname: y\n---\n${action('#a')}`,
    line: 3,
    says: 'Map keys must be unique.',
  },
  {
    mistake: 'a name without a value',
    text: `---\nname x\nvariables: {}\n---\n${action('#a')}`,
    line: 2,
    says: 'This is no name with a value',
  },
  {
    mistake: 'an alias',
    text: `---\nname: &n x\ncwd: *n\n---\n${action('#a')}`,
    line: 2,
    says: 'Aliases (`*name`) are not read.',
  },
  {
    mistake: 'a misspelt key',
    text: `---\nname: x\nvarables: {}\n---\n${action('#a')}`,
    line: 3,
    says: '`varables` means nothing to Sitrep here.',
  },
  {
    mistake: 'a level that stands twice',
    text: '# R\n\n## Severity\n\n- P1: down. Response: 5 min\n- P2: slow. Response: 1 h\n- P1: odd. Response: 2 h\n',
    line: 7,
    says: 'The level P1 stands twice; the one in line 5 counts.',
  },
  {
    mistake: 'a span of time that runs backwards',
    text: '# R\n\n## Look (10-5 minutes)\n\n- Check it\n',
    line: 3,
    says: 'The time in "Look (10-5 minutes)" ends before it begins.',
  },
  {
    mistake: 'a brace in a template that is never closed',
    text: '# R\n\n## Templates\n\n### First\n\n```\nSubject: {service} is down\n\nSince {time we look into it.\n```\n',
    line: 10,
    says: 'A { is never closed in the template "First"; what follows it is no place to fill in.',
  },
  {
    mistake: 'a NUL in a command',
    text: '# R\n\n```sh\nuptime\necho a\0b\n```\n',
    line: 5,
    says: 'A NUL character stands here; no command or message can hold one.',
  },
  { mistake: 'an empty file', text: '', line: 1, says: 'The file is empty.' },
  { mistake: 'a file of blank lines', text: ' \n\n', line: 1, says: 'The file is empty.' },
])('says where $mistake is, and how to mend it', ({ text, line, says }) => {
  const found = readRunbook(text).problems.find(({ message }) => message === says);
  expect(found).toMatchObject({ line, message: says });
  expect(found?.mend).not.toBe('');
});

it('takes no fence for an open one that ends where its list item or quote has it', () => {
  const text = '# R\n\n1. ```sh\n   uptime\n   ```\n2. Look at ```` ```this``` ```` first\n\n> ```\n> quoted\n> ```\n';
  expect(readRunbook(text).problems).toEqual([]);
});

it('names the word that was most likely meant', () => {
  const { problems } = readRunbook(
    `---\nvariabels: {}\nchecks:\n  - { id: up, kind: htp, url: 'http://a/' }\n---\n${action('#a remedy=restart-unti')}\n- Check it {tick=severity-sett}\n`,
  );
  expect(problems.map(({ mend }) => mend)).toEqual([
    'Did you mean variables?',
    'Did you mean `http`? The rest of the front matter holds.',
    'Did you mean restart-unit?',
    'Did you mean severity-set?',
  ]);
});

it('tells a mistake in the attributes of a fence once, however many actions it has', () => {
  const text = '# R\n\n```sh {#a consnet=click}\n# First\nuptime\n# Second\nfree\n```\n';
  expect(readRunbook(text).problems.map(({ line, message }) => [line, message])).toEqual([
    [4, 'consnet= means nothing here.'],
  ]);
});
