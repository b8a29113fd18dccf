import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '#tests/core/storage/support.ts';
import { actionWith, runDesk } from './desk.ts';

const sh = (script: string, folder: string): string =>
  execFileSync('sh', ['-c', script], { encoding: 'utf8', stdio: 'pipe', cwd: folder }).trim();

/** Everything that means something to a shell, to a pattern or to an option, in one name. */
const awkward = `- it's "$(touch hit)\` [a-z] *? \\\\ & | ; # ~ !x {a,b}`;
const inFolder = (folder: string): string => {
  const own = path.join(folder, awkward);
  fs.mkdirSync(own);
  return own;
};
const put = (folder: string, files: Readonly<Record<string, string>>): void => {
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), text);
};
const stateOf = (folder: string): string =>
  sh(`find . -name .sitrep-quarantine -prune -o -name .git -prune -o -type f -exec cksum {} + | sort`, folder);

type Case = readonly [
  name: string,
  kind: string,
  prepare: (folder: string, other: string) => Readonly<Record<string, string>>,
  reached: (folder: string) => boolean,
];
const cases: readonly Case[] = [
  [
    'restore-backup',
    'restore-backup',
    (root, backup) => {
      put(root, { config: 'broken' });
      put(backup, { config: 'good', [awkward.replaceAll('\\', '')]: 'more' });
      return { root, backup };
    },
    (root) => fs.readFileSync(path.join(root, 'config'), 'utf8') === 'good',
  ],
  [
    'restore-backup from an archive',
    'restore-backup',
    (root, other) => {
      put(root, { config: 'broken' });
      sh(`echo good > config && tar -czf backup.tgz config`, other);
      return { root, backup: path.join(other, 'backup.tgz') };
    },
    (root) => fs.readFileSync(path.join(root, 'config'), 'utf8') === 'good\n',
  ],
  [
    'clear-temporary-data by folder',
    'clear-temporary-data',
    (folder) => {
      put(folder, { one: '1', two: '2' });
      return { folder };
    },
    (folder) => !fs.existsSync(path.join(folder, 'one')),
  ],
  [
    'clear-temporary-data by files',
    'clear-temporary-data',
    (folder) => {
      put(folder, { "it's [x] 1": '1', "it's [x] 2": '2', other: 'stays' });
      const name = folder.replaceAll(/[*?]/g, '');
      if (name !== folder) fs.renameSync(folder, name);
      return { files: `${name}/it's [x]*` };
    },
    (folder) => fs.readdirSync(folder.replaceAll(/[*?]/g, '')).includes('other'),
  ],
  [
    'prune-repositories',
    'prune-repositories',
    (folder) => {
      sh(`mkdir -p old.git .git/x.git && echo x > old.git/HEAD && touch -d '40 days ago' old.git/HEAD old.git`, folder);
      return { folder };
    },
    (folder) => !fs.existsSync(path.join(folder, 'old.git')) && fs.existsSync(path.join(folder, '.git/x.git')),
  ],
  [
    'set-aside',
    'set-aside',
    (folder) => {
      put(folder, { 'latest.json': '{"n":', '1.json': '{"n":1}' });
      return { file: path.join(folder, 'latest.json') };
    },
    (folder) => fs.readFileSync(path.join(folder, 'latest.json'), 'utf8') === '{"n":1}',
  ],
  [
    'roll-back',
    'roll-back',
    (root) => {
      const git = 'git -c user.name=t -c user.email=t@example.org';
      sh(
        `git init -q && echo good > conf && git add . && ${git} commit -qm good && echo bad > conf && ${git} commit -qam bad`,
        root,
      );
      return { root, commit: 'HEAD~1' };
    },
    (root) => fs.readFileSync(path.join(root, 'conf'), 'utf8') === 'good\n',
  ],
];

it.each(cases)(
  '%s works in a folder whose name no shell would leave alone, and comes back',
  async (_name, kind, prepare, reached) => {
    const [place, other] = [temporaryFolder(), temporaryFolder()];
    const folder = inFolder(place);
    const options = prepare(folder, inFolder(other));
    const desk = runDesk([
      actionWith({ id: kind, commands: [], effect: 'destroys', consent: 'confirm', remedy: { kind, options } }),
    ]);
    const before = stateOf(place);
    const run = await desk.done(kind);
    expect(run.outcome).toMatchObject({ kind: 'succeeded' });
    expect(reached(folder)).toBe(true);
    expect((await desk.undone(run.id)).undoOutcome).toMatchObject({ kind: 'succeeded' });
    expect(stateOf(place)).toBe(before);
    const hits =
      sh(`find . -name 'hit*'`, place) +
      sh(`find . -name 'hit*'`, other) +
      sh(`find . -name 'hit*'`, path.dirname(desk.programs));
    expect(hits).toBe('');
  },
);

it('puts a broken file where the quoted words of the runbook say', async () => {
  const folder = inFolder(temporaryFolder());
  put(folder, { 'latest.json': '{"n":', '1.json': '{"n":1}' });
  const file = path.join(folder, 'latest.json');
  const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  const desk = runDesk([
    actionWith({
      id: 'set-aside',
      commands: [`mv -- ${quoted(file)} ${quoted(`${file} was "broken"`)}`],
      effect: 'changes',
      consent: 'confirm',
      remedy: { kind: 'set-aside', options: { file } },
    }),
  ]);
  const run = await desk.done('set-aside');
  expect(run.wayBack).toMatchObject({ handle: { target: `${file} was "broken"` } });
  expect((await desk.undone(run.id)).undoOutcome).toMatchObject({ kind: 'succeeded' });
  expect(fs.readFileSync(file, 'utf8')).toBe('{"n":');
  expect(fs.existsSync(`${file} was "broken"`)).toBe(false);
});

it.each(['/srv/two\nlines', '/srv/bell\u0007', '/srv/turned\u202Eround', '/srv/../etc', 'srv/app'])(
  'refuses %j, and says why',
  (root) => {
    const desk = runDesk([
      actionWith({ id: 'back', commands: [], consent: 'confirm', remedy: { kind: 'roll-back', options: { root } } }),
    ]);
    expect(() => desk.start('back')).toThrow(/characters that nobody sees|is no absolute path/);
  },
);
