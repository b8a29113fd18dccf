import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '#tests/core/storage/support.ts';
import { actionWith, runDesk, type TestDesk } from './desk.ts';
import { program } from './localHost.ts';

const git = (folder: string, ...words: readonly string[]) =>
  execFileSync(
    'git',
    ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'protocol.file.allow=always', ...words],
    { encoding: 'utf8', stdio: 'pipe' },
  ).trim();

/** A repository with as many commits of `app.conf` as texts. */
function repository(folder: string, texts: readonly string[]): string {
  fs.mkdirSync(folder, { recursive: true });
  git(folder, 'init', '-q', '-b', 'main');
  for (const text of texts) {
    fs.writeFileSync(path.join(folder, 'app.conf'), text);
    git(folder, 'add', '.');
    git(folder, 'commit', '-qm', text);
  }
  return folder;
}

const deskOf = (root: string, commit = 'HEAD~1'): TestDesk =>
  runDesk([
    actionWith({
      id: 'back',
      commands: [],
      effect: 'destroys',
      consent: 'confirm',
      remedy: { kind: 'roll-back', options: { root, commit } },
    }),
  ]);
const refusalOf = async (root: string, commit?: string) => {
  const { outcome } = await deskOf(root, commit).done('back');
  expect(outcome?.kind).toBe('refused');
  return outcome?.text ?? '';
};

describe('rolling back is refused, with what to do instead,', () => {
  it('in a part of a larger work tree, all of which would be reset', async () => {
    const top = repository(temporaryFolder(), ['good', 'bad']);
    const part = path.join(top, 'service');
    fs.mkdirSync(part);
    expect(await refusalOf(part)).toBe(
      `${part} is a part of the work tree ${top}, all of which would be reset: name that one, if you mean it`,
    );
    expect(git(top, 'log', '-1', '--format=%s')).toBe('bad');
  });

  it('beyond the end of a shallow clone', async () => {
    const from = repository(temporaryFolder(), ['good', 'bad']);
    const clone = path.join(temporaryFolder(), 'clone');
    git('/', 'clone', '-q', '--depth', '1', `file://${from}`, clone);
    expect(await refusalOf(clone)).toBe(
      `There is no commit HEAD~1 in ${clone}: it is a shallow clone, fetch more of it with git fetch --deepen`,
    );
  });

  it('where the tree belongs to somebody else', async () => {
    const root = repository(temporaryFolder(), ['good', 'bad']);
    const desk = deskOf(root);
    // After the words of the real one.
    program(
      desk.programs,
      'git',
      `echo "fatal: detected dubious ownership in repository at '${root}'" >&2; printf 'To add an exception for this directory, call:\\n\\n\\tgit config --global --add safe.directory ${root}\\n' >&2; exit 128`,
    );
    expect((await desk.done('back')).outcome?.text).toContain(`${root} belongs to another user, so git refuses it`);
  });

  it.each([
    ['a merge', ['merge', '-q', 'other'], 'MERGE_HEAD'],
    ['a rebase', ['rebase', '-q', 'other'], 'rebase-merge'],
    ['a revert', ['revert', '--no-edit', 'HEAD~1'], 'REVERT_HEAD'],
  ])('in the middle of %s', async (_what, words, told) => {
    const root = repository(temporaryFolder(), ['one', 'two', 'three']);
    git(root, 'branch', '-q', 'other', 'HEAD~1');
    git(root, 'checkout', '-q', 'other');
    fs.writeFileSync(path.join(root, 'app.conf'), 'elsewhere');
    git(root, 'commit', '-qam', 'elsewhere');
    git(root, 'checkout', '-q', 'main');
    expect(() => git(root, ...words)).toThrow(/Command failed/);
    expect(await refusalOf(root)).toContain(
      `git is in the middle of something there (${told}): finish or abort it first`,
    );
  });

  it('where it would overwrite untracked files, ignored ones and folders too', async () => {
    const root = repository(temporaryFolder(), ['good']);
    fs.writeFileSync(path.join(root, 'data'), 'a file once');
    git(root, 'add', '.');
    git(root, 'commit', '-qm', 'data');
    git(root, 'rm', '-q', 'data');
    fs.writeFileSync(path.join(root, '.gitignore'), 'data/\n');
    git(root, 'add', '.');
    git(root, 'commit', '-qm', 'no data');
    fs.mkdirSync(path.join(root, 'data'));
    fs.writeFileSync(path.join(root, 'data', 'precious'), 'mine');
    expect(await refusalOf(root)).toContain('data/precious is not tracked and would be overwritten');
  });
});

describe('rolling back and its way back', () => {
  it('work on a detached HEAD, leave submodules alone, and need no identity of git', async () => {
    const inner = repository(temporaryFolder(), ['v1', 'v2']);
    const root = repository(temporaryFolder(), ['good']);
    git(root, 'submodule', '--quiet', 'add', inner, 'inner');
    git(root, 'commit', '-qm', 'with a submodule');
    git(path.join(root, 'inner'), 'checkout', '-q', 'HEAD~1');
    git(root, 'commit', '-qam', 'older submodule');
    git(root, 'checkout', '-q', '--detach');
    fs.writeFileSync(path.join(root, 'app.conf'), 'edited');
    fs.writeFileSync(path.join(root, 'inner', 'app.conf'), 'edited inside');
    const head = git(root, 'rev-parse', 'HEAD');
    const desk = deskOf(root);
    const run = await desk.done('back');
    expect(run.outcome).toMatchObject({ kind: 'succeeded' });
    expect(fs.readFileSync(path.join(root, 'app.conf'), 'utf8')).toBe('good');
    expect(fs.readFileSync(path.join(root, 'inner', 'app.conf'), 'utf8')).toBe('edited inside');
    expect((await desk.undone(run.id)).undoneAt).not.toBeNull();
    expect(git(root, 'rev-parse', 'HEAD')).toBe(head);
    expect(fs.readFileSync(path.join(root, 'app.conf'), 'utf8')).toBe('edited');
    expect(fs.readFileSync(path.join(root, 'inner', 'app.conf'), 'utf8')).toBe('edited inside');
  });

  it('keep the way back of a clean tree whose files look touched to git, such as after a chown', async () => {
    const root = repository(temporaryFolder(), ['good', 'bad']);
    fs.utimesSync(path.join(root, 'app.conf'), 1_000, 1_000);
    const desk = deskOf(root);
    const run = await desk.done('back');
    expect(run.outcome?.kind).toBe('succeeded');
    expect(git(root, 'log', '-1', '--format=%s')).toBe('good');
    expect((await desk.undone(run.id)).undoOutcome?.kind).toBe('succeeded');
    expect(git(root, 'log', '-1', '--format=%s')).toBe('bad');
  });

  it('bring back what only git knew of: staged renames, modes and deletions', async () => {
    const root = repository(temporaryFolder(), ['good', 'bad']);
    git(root, 'mv', 'app.conf', 'renamed.conf');
    fs.writeFileSync(path.join(root, 'run.sh'), 'echo');
    fs.chmodSync(path.join(root, 'run.sh'), 0o755);
    git(root, 'add', 'run.sh');
    const before = git(root, 'status', '--porcelain');
    const desk = deskOf(root);
    const run = await desk.done('back');
    expect(run.outcome).toMatchObject({ kind: 'succeeded' });
    await desk.undone(run.id);
    expect(git(root, 'status', '--porcelain')).toBe(before);
    expect(fs.statSync(path.join(root, 'run.sh')).mode & 0o777).toBe(0o755);
  });
});
