import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createRuns } from '#core/runs/createRuns.ts';
import type { Runs } from '#core/runs/runs.ts';
import { dayMs, minuteMs } from '#shared/time/instant.ts';
import { temporaryFolder } from '#tests/core/storage/support.ts';
import { actionWith, runDesk, type TestDesk } from './desk.ts';
import { clock } from './localHost.ts';
import { refusalOf } from './standInUnits.ts';

const action = (kind: string, options: Readonly<Record<string, string>>) =>
  actionWith({ id: kind, commands: [], effect: 'destroys', consent: 'confirm', remedy: { kind, options } });

/** Sitrep over the same journal, so much later; the host's own clock stands still. */
function later(desk: TestDesk, passedMs: number): Runs {
  const runs = createRuns({ ...desk.parts, clock: { ...clock, now: () => clock.now() + passedMs } });
  onTestFinished(() => runs.close());
  return runs;
}
async function carriedOut(desk: TestDesk, runs: Runs, actionId: string): Promise<void> {
  const request = { incidentId: null, hostId: 'nas', serviceId: 'photos', runbookId: 'test', actionId };
  const runId = runs.start({ ...request, requestId: randomUUID() });
  await desk.reaches(runId, 'awaitingConsent');
  runs.consent({ requestId: randomUUID(), runId, typed: null });
  expect((await desk.reaches(runId, 'ended')).outcome).toMatchObject({ kind: 'succeeded' });
}

it('a run can be undone to the last minute of its week, and not after it', async () => {
  const folder = temporaryFolder();
  fs.writeFileSync(path.join(folder, 'app-1'), 'one');
  const desk = runDesk([action('clear-temporary-data', { files: `${folder}/app-*` })]);
  const { id } = await desk.done('clear-temporary-data');
  const over = refusalOf(() => later(desk, 7 * dayMs + minuteMs).undo({ requestId: randomUUID(), runId: id }));
  expect(over.message).toBe('The time is over for which its way back was kept');
  expect(over.mend).toMatch(/^Look on the host whether something is left: 1 item goes to .*sitrep-quarantine/);
  expect(desk.runOf(id).stage).toBe('ended');
  later(desk, 7 * dayMs - minuteMs).undo({ requestId: randomUUID(), runId: id });
  await vi.waitFor(() => expect(desk.runOf(id).undoneAt).not.toBeNull(), { timeout: 20_000 });
  expect(fs.readFileSync(path.join(folder, 'app-1'), 'utf8')).toBe('one');
});

it('the next visit after that throws away what is over, whatever the clock of the host said, and nothing else', async () => {
  const folder = temporaryFolder();
  const quarantine = path.join(folder, '.sitrep-quarantine');
  const put = (name: string) => fs.writeFileSync(path.join(folder, name), name);
  const desk = runDesk([action('clear-temporary-data', { files: `${folder}/app-*` })]);
  put('app-1');
  await desk.done('clear-temporary-data');
  fs.mkdirSync(path.join(quarantine, '2024-by hand'));
  const first = fs.readdirSync(quarantine).find((name) => name.startsWith('sitrep-')) ?? '';
  // As on a host whose clock was wrong when it was kept.
  for (const name of [first, '2024-by hand']) fs.utimesSync(path.join(quarantine, name), 1_000_000, 1_000_000);
  put('app-2');
  await carriedOut(desk, later(desk, 7 * dayMs - minuteMs), 'clear-temporary-data');
  expect(fs.readdirSync(quarantine)).toContain(first);
  put('app-3');
  await carriedOut(desk, later(desk, 7 * dayMs + minuteMs), 'clear-temporary-data');
  const left = fs.readdirSync(quarantine);
  expect(left).not.toContain(first);
  expect(left).toHaveLength(3);
  expect(left).toContain('2024-by hand');
});

it('copies and references of a commit are thrown away likewise', async () => {
  const [backup, root] = [temporaryFolder(), temporaryFolder()];
  const git = (...words: readonly string[]) =>
    execFileSync('git', ['-C', root, '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...words], {
      encoding: 'utf8',
    });
  git('init', '-q', '-b', 'main');
  for (const text of ['one', 'two', 'three']) {
    fs.writeFileSync(path.join(root, 'conf'), text);
    git('add', '.');
    git('commit', '-qm', text);
  }
  fs.writeFileSync(path.join(backup, 'conf'), 'from the backup');
  const desk = runDesk([action('roll-back', { root, commit: 'HEAD~1' }), action('restore-backup', { backup, root })]);
  const copies = () => fs.readdirSync(path.join(desk.folder, '.local/state/sitrep'));
  const refs = () => git('for-each-ref', '--format=%(refname)', 'refs/sitrep').split('\n').filter(Boolean);
  await desk.done('roll-back');
  await desk.done('restore-backup');
  git('checkout', '-q', '.');
  const [copy = '', ref = ''] = [copies()[0], refs()[0]];
  expect(refs()).toHaveLength(1);
  const next = later(desk, 7 * dayMs + minuteMs);
  await carriedOut(desk, next, 'roll-back');
  await carriedOut(desk, next, 'restore-backup');
  expect(refs().filter((name) => name.startsWith(path.dirname(ref)))).toEqual([]);
  expect(refs()).toHaveLength(1);
  expect(copies()).toHaveLength(1);
  expect(copies()).not.toContain(copy);
});

it('where ages of files decide, a host whose clock is far off is refused, with what to do', async () => {
  const [folder, backup, root] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
  fs.mkdirSync(path.join(folder, 'old.git'));
  fs.utimesSync(path.join(folder, 'old.git'), 1_000_000, 1_000_000);
  fs.writeFileSync(path.join(backup, 'conf'), 'good');
  const desk = runDesk([
    action('prune-repositories', { folder, days: '30' }),
    action('restore-backup', { backup, root, 'max-age': '24h' }),
  ]);
  const shifted = later(desk, -3 * dayMs - minuteMs);
  for (const actionId of ['prune-repositories', 'restore-backup']) {
    const request = { incidentId: null, hostId: 'nas', serviceId: 'photos', runbookId: 'test', actionId };
    const runId = shifted.start({ ...request, requestId: randomUUID() });
    const { outcome } = await desk.reaches(runId, 'ended');
    expect(outcome).toMatchObject({ kind: 'refused' });
    expect(outcome?.text).toContain(
      'The clock of Storage is 3 d ahead, so that ages there are told wrong: set it first',
    );
  }
});
