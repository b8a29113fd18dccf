import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Consent } from '#shared/run/run.ts';
import { temporaryFolder } from '#tests/core/storage/support.ts';
import { actionWith, runDesk, type TestDesk } from './desk.ts';
import { program } from './localHost.ts';

const action = (
  kind: string,
  options: Readonly<Record<string, string>>,
  commands: readonly string[] = [],
  consent: Consent = 'confirm',
) => actionWith({ id: kind, commands, effect: 'destroys', consent, remedy: { kind, options } });

const git = (folder: string, ...words: readonly string[]) =>
  execFileSync('git', ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...words], {
    encoding: 'utf8',
    stdio: 'pipe',
  }).trim();

/** A work tree with a good commit under a bad one. */
function workTree(): string {
  const root = temporaryFolder();
  git(root, 'init', '-q', '-b', 'main');
  fs.writeFileSync(path.join(root, 'app.conf'), 'good');
  git(root, 'add', '.');
  git(root, 'commit', '-qm', 'works');
  fs.writeFileSync(path.join(root, 'app.conf'), 'bad');
  git(root, 'commit', '-qam', 'tune');
  return root;
}

const noRoom = (desk: TestDesk) =>
  program(
    desk.programs,
    'df',
    'echo "Filesystem 1024-blocks Used Available Capacity Mounted on"; echo "/dev/x 1000 990 10 99% /"',
  );

describe('no room for a capture', () => {
  it('refuses to set a file aside that cannot be copied first', async () => {
    const file = path.join(temporaryFolder(), 'latest.json');
    fs.writeFileSync(file, '{"n":');
    const desk = runDesk([action('set-aside', { file })]);
    noRoom(desk);
    const { outcome } = await desk.done('set-aside');
    expect(outcome).toMatchObject({ kind: 'refused' });
    expect(outcome?.text).toContain('Not enough room to keep a copy: 10 KiB free');
    expect(fs.readFileSync(file, 'utf8')).toBe('{"n":');
  });

  it('refuses a quarantine on another disk that is too small', async () => {
    const folder = temporaryFolder();
    fs.writeFileSync(path.join(folder, 'app-1'), 'x'.repeat(3_000_000));
    const desk = runDesk([action('clear-temporary-data', { files: `${folder}/app-*`, quarantine: temporaryFolder() })]);
    noRoom(desk);
    const { outcome } = await desk.done('clear-temporary-data');
    expect(outcome).toMatchObject({ kind: 'refused' });
    expect(outcome?.text).toContain('Not enough room to put it aside');
    expect(fs.existsSync(path.join(folder, 'app-1'))).toBe(true);
  });

  it('changes nothing when the copy cannot be written after all', async () => {
    const [backup, root] = [temporaryFolder(), temporaryFolder()];
    fs.writeFileSync(path.join(backup, 'config'), 'good');
    fs.writeFileSync(path.join(root, 'config'), 'broken');
    const desk = runDesk([action('restore-backup', { backup, root }, [`cp -a ${backup}/. ${root}/`])]);
    const runId = desk.start('restore-backup');
    await desk.reaches(runId, 'awaitingConsent');
    program(desk.programs, 'tar', 'echo "tar: write error: No space left on device" >&2; exit 2');
    desk.consent(runId);
    const { outcome } = await desk.reaches(runId, 'ended');
    expect(outcome).toMatchObject({ kind: 'refused' });
    expect(outcome?.text).toContain('No space left on device');
    expect(outcome?.text).toContain('Nothing was changed');
    expect(fs.readFileSync(path.join(root, 'config'), 'utf8')).toBe('broken');
  });
});

describe('a dirty work tree', () => {
  it('is never reset by a click alone: the preflight names the files and asks', async () => {
    const root = workTree();
    fs.writeFileSync(path.join(root, 'app.conf'), 'edited');
    const desk = runDesk([action('roll-back', { root }, [], 'click')]);
    const runId = desk.start('roll-back');
    const run = await desk.reaches(runId, 'awaitingConsent');
    expect(run.preflight.map(({ text }) => text).join('\n')).toContain('1 file has uncommitted changes');
    expect(fs.readFileSync(path.join(root, 'app.conf'), 'utf8')).toBe('edited');
    desk.runs.cancel({ requestId: 'no', runId });
    expect((await desk.reaches(runId, 'ended')).outcome?.kind).toBe('cancelled');
    expect(fs.readFileSync(path.join(root, 'app.conf'), 'utf8')).toBe('edited');
  });

  it('is refused when it got dirty after the person had seen it clean', async () => {
    const root = workTree();
    const desk = runDesk([action('roll-back', { root })]);
    const runId = desk.start('roll-back');
    await desk.reaches(runId, 'awaitingConsent');
    fs.writeFileSync(path.join(root, 'app.conf'), 'edited meanwhile');
    desk.consent(runId);
    const { outcome } = await desk.reaches(runId, 'ended');
    expect(outcome).toMatchObject({ kind: 'refused' });
    expect(outcome?.text).toContain('Files were changed since you were shown the work tree (app.conf)');
    expect(fs.readFileSync(path.join(root, 'app.conf'), 'utf8')).toBe('edited meanwhile');
  });
});

describe('units', () => {
  const put = ({ units }: TestDesk, texts: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(texts)) fs.writeFileSync(path.join(units, name), `${text}\n`);
  };
  const running = {
    'photos.active': 'active',
    'photos.unitfile': 'enabled',
    'photos.requiredby': 'gallery.service',
    'gallery.active': 'active',
    'gallery.unitfile': 'enabled',
  };

  it('are not isolated while others that run would stop along', async () => {
    const desk = runDesk([action('isolate', { unit: 'photos' })]);
    put(desk, running);
    const { outcome } = await desk.done('isolate');
    expect(outcome).toMatchObject({ kind: 'refused' });
    expect(outcome?.text).toContain('gallery.service needs it: it stops too');
    expect(fs.readFileSync(path.join(desk.units, 'calls'), 'utf8')).not.toMatch(/^(stop|mask) /m);
  });

  it('are isolated with them where the runbook says so, and all of them come back', async () => {
    const desk = runDesk([action('isolate', { unit: 'photos', dependents: 'stop' })]);
    put(desk, running);
    const run = await desk.done('isolate');
    expect(run.outcome).toMatchObject({ kind: 'succeeded' });
    await desk.undone(run.id);
    expect(fs.readFileSync(path.join(desk.units, 'calls'), 'utf8')).toContain(
      'start --no-block photos gallery.service',
    );
  });

  it.each(['restart-unit', 'isolate', 'rejoin'])('that do not exist are refused: %s', async (kind) => {
    const desk = runDesk([action(kind, { unit: 'nothing' })]);
    const { outcome } = await desk.done(kind);
    expect(outcome).toEqual({ kind: 'refused', text: 'There is no unit nothing on Storage' });
  });
});

describe('folders that must not be touched as a whole', () => {
  it.each(['/', '//', '/home/me', '/root', '/etc', '/usr', '~', '/opt/..'])('%s is not even planned', (root) => {
    for (const [kind, options] of [
      ['roll-back', { root }],
      ['restore-backup', { backup: '/backup/x', root }],
      ['prune-repositories', { folder: root }],
      ['clear-temporary-data', { folder: root }],
    ] as const) {
      const desk = runDesk([action(kind, options)]);
      expect(() => desk.start(kind)).toThrow(/whole system or a home|is no absolute path|no path that can be cleared/);
    }
  });

  it.each(['/', '/etc', 'home'])('a link that leads to %s is refused', async (target) => {
    const desk = runDesk([]);
    const real = target === 'home' ? desk.folder : target;
    const root = path.join(temporaryFolder(), 'link');
    fs.symlinkSync(real, root);
    const [backup, next] = [temporaryFolder(), temporaryFolder()];
    fs.writeFileSync(path.join(backup, 'sitrep-never-there'), 'x');
    const linked = runDesk([action('restore-backup', { backup, root }, [`cp -a ${backup}/. ${next}/`])]);
    // The home of the stand-in host is its own folder.
    if (target === 'home') {
      fs.rmSync(root);
      fs.symlinkSync(linked.folder, root);
    }
    const { outcome } = await linked.done('restore-backup');
    expect(outcome?.kind).toBe('refused');
    expect(outcome?.text).toMatch(/would concern a whole system or a home|is somebody's home/);
  });

  it('repositories that are more by now than was shown are not pruned', async () => {
    const folder = temporaryFolder();
    const make = (name: string) => {
      fs.mkdirSync(path.join(folder, name));
      fs.utimesSync(path.join(folder, name), 1_000_000, 1_000_000);
    };
    make('old.git');
    const desk = runDesk([action('prune-repositories', { folder, days: '30' })]);
    const runId = desk.start('prune-repositories');
    await desk.reaches(runId, 'awaitingConsent');
    make('older.git');
    desk.consent(runId);
    const { outcome } = await desk.reaches(runId, 'ended');
    expect(outcome).toMatchObject({ kind: 'refused' });
    expect(fs.readdirSync(folder)).toEqual(['old.git', 'older.git']);
  });
});

describe('a stop for all', () => {
  it('in the middle of a typed remedy says what it leaves behind, which can be undone', async () => {
    const isolate = actionWith({
      id: 'isolate',
      commands: ['sudo systemctl stop photos', 'sudo systemctl mask --runtime photos; sleep 30'],
      remedy: { kind: 'isolate', options: { unit: 'photos' } },
    });
    const desk = runDesk([isolate]);
    for (const [name, text] of Object.entries({ active: 'active', unitfile: 'enabled' }))
      fs.writeFileSync(path.join(desk.units, `photos.${name}`), `${text}\n`);
    const runId = desk.start('isolate');
    await desk.reaches(runId, 'awaitingConsent');
    desk.consent(runId);
    const calls = () => fs.readFileSync(path.join(desk.units, 'calls'), 'utf8');
    await expect.poll(calls, { timeout: 20_000 }).toContain('mask --runtime');
    desk.runs.cancelAll({ requestId: 'stop-all' });
    const { outcome } = await desk.reaches(runId, 'ended');
    expect(outcome).toMatchObject({ kind: 'cancelled' });
    expect(outcome?.text).toMatch(/^Stopped in step 2 of 2 .* Seen now: unit photos is inactive, masked\.$/);
    expect((await desk.undone(runId)).undoOutcome).toMatchObject({ kind: 'succeeded' });
    expect(fs.readFileSync(path.join(desk.units, 'photos.active'), 'utf8')).toBe('active\n');
  });

  it('ends every run that has not ended, each journalled, and does nothing when asked again', async () => {
    const desk = runDesk([
      actionWith({ id: 'slow', commands: ['sleep 30'], consent: 'click', resource: 'a' }),
      actionWith({ id: 'waits', commands: ['true'], consent: 'confirm', resource: 'b' }),
      actionWith({ id: 'looks', commands: ['sleep 30'], effect: 'reads' }),
    ]);
    const slow = desk.start('slow');
    await desk.reaches(slow, 'awaitingConsent');
    desk.consent(slow);
    await desk.reaches(slow, 'executing');
    const waits = desk.start('waits');
    await desk.reaches(waits, 'awaitingConsent');
    const looks = desk.start('looks');
    await desk.reaches(looks, 'executing');
    desk.runs.cancelAll({ requestId: 'stop-all' });
    for (const runId of [slow, waits, looks]) {
      const run = await desk.reaches(runId, 'ended');
      expect(run).toMatchObject({ cancelRequested: true, outcome: { kind: 'cancelled' } });
    }
    const events = desk.storage.journal.eventsOfRequest('stop-all');
    expect(events.map(({ type }) => type)).toEqual(Array(3).fill('run.cancelRequested'));
    desk.runs.cancelAll({ requestId: 'stop-all' });
    desk.runs.cancelAll({ requestId: 'nothing-left' });
    expect(desk.storage.journal.eventsOfRequest('nothing-left')).toEqual([]);
  });
});
