import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { createRuns } from '#core/runs/createRuns.ts';
import type { RequestError } from '#shared/rpc/errors.ts';
import { temporaryFolder } from '#tests/core/storage/support.ts';
import { actionWith, runDesk, storyOf, type TestDesk } from './desk.ts';
import { program } from './localHost.ts';

/** Writes files by their paths below a folder. */
function files(folder: string, texts: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(texts)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
}
/** The files below a folder with their texts; what Sitrep put aside is left out. */
function textsOf(folder: string): Readonly<Record<string, string>> {
  const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const kept = names.filter(
    (name) => !/\.sitrep-quarantine|^\.git(\/|$)/.test(name) && fs.lstatSync(path.join(folder, name)).isFile(),
  );
  return Object.fromEntries(kept.toSorted().map((name) => [name, fs.readFileSync(path.join(folder, name), 'utf8')]));
}
const ago = (file: string, days: number) => {
  const at = Date.now() / 1_000 - days * 86_400;
  fs.utimesSync(file, at, at);
};
const remedyAction = (
  kind: string,
  options: Readonly<Record<string, string>>,
  commands: readonly string[] = [],
  cwd?: string,
) =>
  actionWith({
    id: kind,
    commands,
    effect: 'destroys',
    consent: 'confirm',
    remedy: { kind, options },
    ...(cwd === undefined ? {} : { cwd }),
  });
const textsSeen = (run: { readonly preflight: readonly { readonly verdict: string; readonly text: string }[] }) =>
  run.preflight.map(({ verdict, text }) => `${verdict}: ${text}`).join('\n');
function planRefusal(kind: string, options: Readonly<Record<string, string>>): string {
  const desk = runDesk([remedyAction(kind, options)]);
  try {
    desk.start(kind);
  } catch (error) {
    return (error as RequestError).message;
  }
  return 'planned';
}

describe('clearing temporary data', () => {
  const before = { 'app-1': 'one', 'app-2/deep': 'two', other: 'stays', '.app-hidden': 'stays too' };
  function lab(options: Readonly<Record<string, string>> = {}) {
    const folder = temporaryFolder();
    files(folder, before);
    const all = { files: `${folder}/app-*`, ...options };
    return { folder, desk: runDesk([remedyAction('clear-temporary-data', all, [`rm -rf ${folder}/app-*`])]) };
  }

  it('puts it aside by renaming, says what it costs first, and brings it back', async () => {
    const { folder, desk } = lab();
    const run = await desk.done('clear-temporary-data');
    expect(run.outcome).toEqual({ kind: 'succeeded', text: 'Done: nothing of it is left' });
    expect(textsSeen(run)).toMatch(/^cost: 2 items, \d+ KiB: .*app-1, .*app-2/);
    expect(textsOf(folder)).toEqual({ other: 'stays', '.app-hidden': 'stays too' });
    const keptMs = (run.wayBack.kind === 'kept' ? (run.wayBack.untilAt ?? 0) : 0) - run.startedAt;
    expect(Math.round(keptMs / 60_000)).toBe(7 * 24 * 60);
    const back = await desk.undone(run.id);
    expect(back.undoneAt).not.toBeNull();
    expect(textsOf(folder)).toEqual(before);
    expect(() => desk.runs.undo({ requestId: randomUUID(), runId: run.id })).toThrow('It was undone already');
  });

  it('names what is in the way when it comes back, and loses neither', async () => {
    const { folder, desk } = lab();
    const run = await desk.done('clear-temporary-data');
    files(folder, { 'app-1': 'new' });
    const back = await desk.undone(run.id);
    expect(back.undoneAt).toBeNull();
    const told = desk.storage.journal.eventsAfter(0, 1_000).findLast((event) => event.type === 'run.undone');
    expect(told?.data).toMatchObject({ outcome: { kind: 'failed' } });
    expect(JSON.stringify(told?.data)).toContain('in the way');
    expect(textsOf(folder)).toEqual({ ...before, 'app-1': 'new' });
    fs.rmSync(path.join(folder, 'app-1'));
    await desk.undone(run.id);
    expect(textsOf(folder)).toEqual(before);
  });

  it('refuses when more matches at the change than was shown', async () => {
    const { folder, desk } = lab();
    const runId = desk.start('clear-temporary-data');
    await desk.reaches(runId, 'awaitingConsent');
    files(folder, { 'app-3': 'came later' });
    desk.consent(runId);
    const { outcome } = await desk.reaches(runId, 'ended');
    expect(outcome).toMatchObject({ kind: 'refused' });
    expect(outcome?.text).toContain('More matches now than you were shown');
    expect(textsOf(folder)).toEqual({ ...before, 'app-3': 'came later' });
  });

  it('refuses when there is nothing to clear', async () => {
    const { desk } = lab({ files: '/tmp/sitrep-no-such-thing-*' });
    expect((await desk.done('clear-temporary-data')).outcome).toMatchObject({
      kind: 'refused',
      text: 'Nothing matches /tmp/sitrep-no-such-thing-*: there is nothing to clear',
    });
  });

  it('deletes openly where the runbook says so, and promises nothing then', async () => {
    const { folder, desk } = lab({ delete: 'yes' });
    const run = await desk.done('clear-temporary-data');
    expect(run.outcome?.kind).toBe('succeeded');
    expect(run.wayBack.kind).toBe('none');
    expect(textsOf(folder)).toEqual({ other: 'stays', '.app-hidden': 'stays too' });
  });

  it.each([
    { files: '/*' },
    { files: '/home/*' },
    { files: '/home/me/*' },
    { files: '/tmp/*' },
    { files: '/var/lib/*' },
    { files: '/etc' },
    { files: 'relative/*' },
    { files: '/tmp/a*/b*' },
    { files: '/tmp/x; rm -rf /' },
    { files: '/tmp/../etc/*' },
    { folder: '/' },
    { folder: '/opt' },
    { folder: '/root' },
    {},
  ])('is not even planned for %o', (options) => {
    expect(planRefusal('clear-temporary-data', options)).not.toBe('planned');
  });

  it('refuses a match that is or holds a home', async () => {
    const home = execFileSync(
      'sh',
      ['-c', "cut -d: -f6 /etc/passwd | grep -v '^/$' | grep '^/var/[a-z]*/[a-z]' | head -n 1"],
      { encoding: 'utf8' },
    ).trim();
    const folder = path.dirname(home);
    const desk = runDesk([
      remedyAction('clear-temporary-data', { files: `${folder}/${path.basename(home)[0] ?? 'x'}*` }),
    ]);
    const { outcome } = await desk.done('clear-temporary-data');
    expect(outcome).toMatchObject({ kind: 'refused' });
  });
});

describe('pruning old repositories', () => {
  it('puts aside bare and checked-out ones by their age, keeps their paths, and brings them back', async () => {
    const folder = temporaryFolder();
    const before = {
      'old.git/HEAD': 'a',
      'new.git/HEAD': 'b',
      'team/old/.git/HEAD': 'c',
      'team/old/readme': 'd',
      // A push changes what lies deeper than the folder of a bare repository.
      'pushed.git/refs/heads/main': 'e',
      '.git/HEAD': 'own',
      note: 'x',
    };
    files(folder, before);
    for (const name of [...Object.keys(before), 'old.git', 'team/old/.git', 'team/old', '.git', 'pushed.git'])
      if (!['pushed.git/refs/heads/main', 'new.git/HEAD'].includes(name)) ago(path.join(folder, name), 40);
    const desk = runDesk([
      remedyAction('prune-repositories', { folder, days: '30' }, [
        'find repos/ -name "*.git" -mtime +30 -exec rm -rf {} \\;',
      ]),
    ]);
    const run = await desk.done('prune-repositories');
    expect(run.outcome).toEqual({ kind: 'succeeded', text: 'Done: 2 repositories are put aside' });
    expect(Object.keys(textsOf(folder))).toEqual(['new.git/HEAD', 'note', 'pushed.git/refs/heads/main']);
    expect(fs.existsSync(path.join(folder, '.git/HEAD'))).toBe(true);
    expect((await desk.undone(run.id)).undoneAt).not.toBeNull();
    expect(Object.keys(textsOf(folder))).toEqual([
      'new.git/HEAD',
      'note',
      'old.git/HEAD',
      'pushed.git/refs/heads/main',
      'team/old/.git/HEAD',
      'team/old/readme',
    ]);
    expect(planRefusal('prune-repositories', { folder: '/', days: '30' })).not.toBe('planned');
    expect(planRefusal('prune-repositories', { folder, days: '-1' })).not.toBe('planned');
  });
});

describe('rolling back to a commit', () => {
  const git = (folder: string, ...words: readonly string[]) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...words], {
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();

  function lab(commands: readonly string[] = ['git reset --hard HEAD~1', './deploy.sh']) {
    const root = temporaryFolder();
    git(root, 'init', '-q', '-b', 'main');
    files(root, { 'app.conf': 'good', 'deploy.sh': '#!/bin/sh\necho deployed >> log\n' });
    fs.chmodSync(path.join(root, 'deploy.sh'), 0o755);
    git(root, 'add', '.');
    git(root, 'commit', '-qm', 'works');
    files(root, { 'app.conf': 'bad' });
    git(root, 'commit', '-qam', 'tune config');
    return {
      root,
      desk: runDesk([remedyAction('roll-back', { root, commit: 'HEAD~1' }, commands, root)]),
      head: git(root, 'rev-parse', 'HEAD'),
    };
  }

  it('takes back the commit, runs the deploy script once, and comes back with uncommitted work', async () => {
    const { root, desk, head } = lab();
    files(root, { 'app.conf': 'bad, edited', staged: 'new file' });
    git(root, 'add', 'staged');
    const runId = desk.start('roll-back');
    const { preflight } = await desk.reaches(runId, 'awaitingConsent');
    const costs = preflight.filter((item) => item.verdict === 'cost').map((item) => item.text);
    expect(costs[0]).toMatch(/^1 commit is taken back: [0-9a-f]+ tune config$/);
    expect(costs[1]).toBe('2 files have uncommitted changes, which a stash keeps: app.conf, staged');
    desk.consent(runId);
    const run = await desk.reaches(runId, 'ended');
    expect(run.outcome).toMatchObject({ kind: 'succeeded' });
    expect(run.outcome?.text).toContain('works');
    expect(textsOf(root)).toMatchObject({ 'app.conf': 'good', log: 'deployed\n' });
    expect(run.wayBack.kind === 'kept' && run.wayBack.text).toContain(head.slice(0, 10));
    const back = await desk.undone(runId);
    expect(back.undoneAt).not.toBeNull();
    expect(git(root, 'rev-parse', 'HEAD')).toBe(head);
    expect(textsOf(root)).toMatchObject({ 'app.conf': 'bad, edited', staged: 'new file' });
    expect(git(root, 'diff', '--cached', '--name-only')).toBe('staged');
    expect(storyOf(desk.storage.journal, runId)).toEqual(
      expect.arrayContaining(['stage capturing', 'captured', 'stage undoing', 'undone']),
    );
  });

  it('keeps its promise also when Sitrep is started anew in between', async () => {
    const { root, desk, head } = lab(['git reset --hard HEAD~1']);
    files(root, { 'app.conf': 'bad, edited' });
    const run = await desk.done('roll-back');
    const next = createRuns(desk.parts);
    next.settleAbandoned();
    next.undo({ requestId: randomUUID(), runId: run.id });
    await vi.waitFor(() => expect(desk.runOf(run.id).undoneAt).not.toBeNull(), { timeout: 10_000 });
    expect(git(root, 'rev-parse', 'HEAD')).toBe(head);
    expect(textsOf(root)).toMatchObject({ 'app.conf': 'bad, edited' });
    await next.close();
  });

  it('does not undo over what others committed or changed since', async () => {
    const { root, desk } = lab(['git reset --hard HEAD~1']);
    const run = await desk.done('roll-back');
    files(root, { 'app.conf': 'mended by hand' });
    expect((await desk.undone(run.id)).undoneAt).toBeNull();
    expect(textsOf(root)).toMatchObject({ 'app.conf': 'mended by hand' });
  });

  it('refuses what cannot work or would lose something', async () => {
    const { root, desk } = lab(['git reset --hard HEAD~1']);
    git(root, 'rm', '-q', '--cached', 'deploy.sh');
    git(root, 'commit', '-qm', 'untrack');
    expect((await desk.done('roll-back')).outcome?.text).toContain('deploy.sh is not tracked and would be overwritten');
    const gone = runDesk([remedyAction('roll-back', { root, commit: 'v9' })]);
    expect((await gone.done('roll-back')).outcome?.text).toBe(`There is no commit v9 in ${root}`);
    const same = runDesk([remedyAction('roll-back', { root, commit: 'HEAD' })]);
    expect((await same.done('roll-back')).outcome?.text).toContain('nothing to roll back');
    const none = runDesk([remedyAction('roll-back', { root: temporaryFolder() })]);
    expect((await none.done('roll-back')).outcome?.text).toContain('is no git work tree to us');
    fs.writeFileSync(path.join(root, '.git/MERGE_HEAD'), '');
    const busy = runDesk([remedyAction('roll-back', { root })]);
    expect((await busy.done('roll-back')).outcome?.text).toContain('in the middle of something');
    expect(planRefusal('roll-back', { root, commit: '--hard' })).not.toBe('planned');
    expect(planRefusal('roll-back', { root: '/', commit: 'HEAD~1' })).not.toBe('planned');
  });
});

describe('restoring a backup', () => {
  function lab(
    options: Readonly<Record<string, string>> = {},
    prepare: (backup: string, root: string) => void = () => undefined,
  ) {
    const [backup, root] = [temporaryFolder(), temporaryFolder()];
    files(backup, { 'config.json': 'good', 'sub/a b.conf': 'good too', same: 'same' });
    files(root, { 'config.json': 'broken', same: 'same', 'data/kept': 'not in the backup' });
    fs.chmodSync(path.join(root, 'config.json'), 0o640);
    prepare(backup, root);
    const desk = runDesk([
      remedyAction('restore-backup', { backup, root, ...options }, [`cp -a ${backup}/. ${root}/`]),
    ]);
    return { backup, root, desk };
  }

  it('shows the differences, keeps what it overwrites, and brings it back', async () => {
    const { root, desk } = lab();
    const run = await desk.done('restore-backup');
    expect(textsSeen(run)).toContain('cost: Overwrites 1 of 3 files: config.json');
    expect(textsSeen(run)).toContain('fine: Brings back 1 file that is missing: sub/a b.conf');
    expect(run.outcome).toEqual({ kind: 'succeeded', text: 'Done: 3 files are as in the backup' });
    expect(textsOf(root)).toEqual({
      'config.json': 'good',
      'sub/a b.conf': 'good too',
      same: 'same',
      'data/kept': 'not in the backup',
    });
    expect((await desk.undone(run.id)).undoneAt).not.toBeNull();
    expect(textsOf(root)).toEqual({ 'config.json': 'broken', same: 'same', 'data/kept': 'not in the backup' });
    expect(fs.statSync(path.join(root, 'config.json')).mode & 0o777).toBe(0o640);
  });

  it.each([
    ['there is none', {}, (backup: string) => fs.rmSync(backup, { recursive: true }), /^There is no backup at /],
    [
      'it is empty',
      {},
      (backup: string) =>
        fs.readdirSync(backup).forEach((name) => fs.rmSync(path.join(backup, name), { recursive: true })),
      /The backup is empty/,
    ],
    [
      'it is older than stated',
      { 'max-age': '24h' },
      (backup: string) => ['config.json', 'same', 'sub/a b.conf'].forEach((name) => ago(path.join(backup, name), 3)),
      /is 3 d old; it must not be older than 24h/,
    ],
    [
      'nothing differs',
      {},
      (backup: string, root: string) => fs.cpSync(backup, root, { recursive: true }),
      /would change nothing/,
    ],
    [
      'the folder is gone',
      {},
      (_backup: string, root: string) => fs.rmSync(root, { recursive: true }),
      /^There is no folder /,
    ],
  ])('is refused when %s', async (_why, options, prepare, text) => {
    const { desk } = lab(options, prepare);
    const { outcome } = await desk.done('restore-backup');
    expect(outcome?.kind).toBe('refused');
    expect(outcome?.text).toMatch(text);
  });

  it('is refused when there is no room to keep what it overwrites', async () => {
    const { root, desk } = lab();
    program(
      desk.programs,
      'df',
      'echo "Filesystem 1024-blocks Used Available Capacity Mounted on"; echo "/dev/x 1000 990 10 99% /"',
    );
    const { outcome } = await desk.done('restore-backup');
    expect(outcome?.text).toContain('Not enough room: 10 KiB free');
    expect(textsOf(root)).toMatchObject({ 'config.json': 'broken' });
  });

  it('changes nothing when the connection is lost while it keeps the way back', async () => {
    const { root, desk } = lab();
    const flag = path.join(desk.folder, 'capturing');
    const runId = desk.start('restore-backup');
    await desk.reaches(runId, 'awaitingConsent');
    program(desk.programs, 'tar', `touch ${flag}; sleep 3; exit 1`);
    desk.consent(runId);
    await vi.waitFor(() => expect(fs.existsSync(flag)).toBe(true), { timeout: 10_000 });
    desk.host.cut();
    const { outcome } = await desk.reaches(runId, 'ended');
    expect(outcome?.kind).toBe('failed');
    expect(outcome?.text).toContain('The way back could not be kept');
    expect(textsOf(root)).toMatchObject({ 'config.json': 'broken' });
  });

  it.each(['/', '/home/me', '/etc', '/opt/', '$HOME', '/opt/../etc'])('is not even planned for %s', (root) => {
    expect(planRefusal('restore-backup', { backup: '/backup/latest', root })).not.toBe('planned');
  });
});

describe('setting a broken data file aside', () => {
  const broken = '{"audits": [1, 2';
  function lab(texts: Readonly<Record<string, string>>) {
    const folder = temporaryFolder();
    files(folder, texts);
    for (const [index, name] of Object.keys(texts).toReversed().entries()) ago(path.join(folder, name), index);
    const file = path.join(folder, 'latest.json');
    const desk = runDesk([
      remedyAction('set-aside', { file }, [`mv ${file} ${file}.broken`, `echo restarted > ${folder}/log`]),
    ]);
    return { folder, file, desk };
  }

  it('puts the newest good one in its place, and can put the broken one back', async () => {
    const before = { '1.json': '{"n":1}', '2.json': '{"n":2}', '3.json': '{"n":', 'latest.json': broken };
    const { folder, desk } = lab(before);
    const run = await desk.done('set-aside');
    expect(textsSeen(run)).toContain(`fine: The last good one is ${folder}/2.json`);
    expect(run.outcome?.kind).toBe('succeeded');
    expect(textsOf(folder)).toEqual({
      ...before,
      'latest.json': '{"n":2}',
      'latest.json.broken': broken,
      log: 'restarted\n',
    });
    await desk.undone(run.id);
    expect(textsOf(folder)).toEqual({ ...before, log: 'restarted\n' });
  });

  it('leaves the place empty where no good one is left, and says so before', async () => {
    const { folder, desk } = lab({ 'latest.json': broken });
    const run = await desk.done('set-aside');
    expect(textsSeen(run)).toContain('cost: There is no good one');
    expect(run.outcome?.kind).toBe('succeeded');
    expect(Object.keys(textsOf(folder))).toEqual(['latest.json.broken', 'log']);
  });

  it('refuses a file that is whole or missing', async () => {
    expect((await lab({ 'latest.json': '{}' }).desk.done('set-aside')).outcome?.text).toContain('is whole');
    expect((await lab({ 'other.json': '{}' }).desk.done('set-aside')).outcome?.text).toContain('There is no ');
  });
});

describe('a path with blanks and letters of other languages', () => {
  const inOdd = () => path.join(temporaryFolder(), 'My Files ü', '日 記');

  it('is restored into, and brought back', async () => {
    const [backup, root] = [inOdd(), inOdd()];
    files(backup, { 'a b': 'good' });
    files(root, { 'a b': 'broken' });
    const desk = runDesk([remedyAction('restore-backup', { backup, root })]);
    const run = await desk.done('restore-backup');
    expect(run.outcome).toEqual({ kind: 'succeeded', text: 'Done: 1 file is as in the backup' });
    await desk.undone(run.id);
    expect(textsOf(root)).toEqual({ 'a b': 'broken' });
  });

  it('is cleared and pruned, and everything comes back to its place', async () => {
    const [folder, repositories] = [inOdd(), inOdd()];
    files(folder, { 'one x': '1', two: '2' });
    files(repositories, { 'team a/old.git/HEAD': 'ref' });
    for (const name of ['team a/old.git/HEAD', 'team a/old.git']) ago(path.join(repositories, name), 40);
    const desk = runDesk([
      remedyAction('clear-temporary-data', { folder }),
      remedyAction('prune-repositories', { folder: repositories }),
    ]);
    for (const kind of ['clear-temporary-data', 'prune-repositories']) {
      const run = await desk.done(kind);
      expect(run.outcome).toMatchObject({ kind: 'succeeded' });
      expect(fs.existsSync(path.join(repositories, 'team a/old.git'))).toBe(kind === 'clear-temporary-data');
      expect((await desk.undone(run.id)).undoneAt).not.toBeNull();
    }
    expect(textsOf(folder)).toEqual({ 'one x': '1', two: '2' });
    expect(textsOf(repositories)).toEqual({ 'team a/old.git/HEAD': 'ref' });
  });
});

describe('two windows with the same remedy', () => {
  it('set a file aside once: the second is told that it is whole by now', async () => {
    const folder = temporaryFolder();
    files(folder, { '1.json': '{"n":1}', 'latest.json': '{"n":' });
    const file = path.join(folder, 'latest.json');
    const desk = runDesk([remedyAction('set-aside', { file })]);
    const [one, other] = [desk.start('set-aside'), desk.start('set-aside')];
    for (const runId of [one, other]) await desk.reaches(runId, 'awaitingConsent');
    desk.consent(one);
    expect(() => desk.consent(other)).toThrow('"set-aside" is running on');
    expect((await desk.reaches(one, 'ended')).outcome).toMatchObject({ kind: 'succeeded' });
    desk.consent(other);
    const { outcome } = await desk.reaches(other, 'ended');
    expect(outcome).toMatchObject({ kind: 'refused' });
    expect(outcome?.text).toContain('latest.json is whole by now');
    expect(textsOf(folder)).toEqual({ '1.json': '{"n":1}', 'latest.json': '{"n":1}', 'latest.json.broken': '{"n":' });
    const undoing = { requestId: randomUUID(), runId: one };
    desk.runs.undo(undoing);
    expect(() => desk.runs.undo({ ...undoing, requestId: randomUUID() })).toThrow('The run has not ended yet');
    desk.runs.undo(undoing);
    await desk.reaches(one, 'ended');
    expect(textsOf(folder)).toEqual({ '1.json': '{"n":1}', 'latest.json': '{"n":' });
  });
});

describe('isolating a unit', () => {
  const unit = ({ units }: TestDesk, text: string) => {
    fs.writeFileSync(path.join(units, 'photos.active'), `${text}\n`);
    fs.writeFileSync(path.join(units, 'photos.unitfile'), 'enabled\n');
  };
  const stateOf = ({ units }: TestDesk) =>
    ['active', 'unitfile'].map((kind) => fs.readFileSync(path.join(units, `photos.${kind}`), 'utf8').trim());
  const isolate = actionWith({
    id: 'isolate',
    commands: ['sudo systemctl stop photos', 'sudo systemctl mask --runtime photos'],
    consent: 'confirm',
    remedy: { kind: 'isolate', options: { unit: 'photos' } },
  });
  const rejoin = actionWith({
    id: 'rejoin',
    commands: ['sudo systemctl unmask --runtime photos', 'sudo systemctl start photos'],
    consent: 'confirm',
    remedy: { kind: 'rejoin', options: { unit: 'photos' } },
  });

  it('stops and masks it, and lets it rejoin as it was', async () => {
    const desk = runDesk([isolate, rejoin]);
    unit(desk, 'active');
    const run = await desk.done('isolate');
    expect(run.outcome).toMatchObject({ kind: 'succeeded' });
    expect(stateOf(desk)).toEqual(['inactive', 'masked-runtime']);
    await desk.undone(run.id);
    expect(desk.runOf(run.id).undoneAt).not.toBeNull();
    expect(stateOf(desk)).toEqual(['active', 'enabled']);
    await desk.done('isolate');
    expect((await desk.done('rejoin')).outcome?.kind).toBe('succeeded');
    expect(stateOf(desk)).toEqual(['active', 'enabled']);
  });

  it('does not start what did not run before', async () => {
    const desk = runDesk([isolate]);
    unit(desk, 'inactive');
    const run = await desk.done('isolate');
    await desk.undone(run.id);
    expect(stateOf(desk)).toEqual(['inactive', 'enabled']);
  });
});
