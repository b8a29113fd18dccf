import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '#tests/core/storage/support.ts';
import { actionWith, runDesk, type TestDesk } from './desk.ts';

const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
if (!isRoot) console.log('skipped: a file system of its own needs root on Linux');

const sh = (script: string): string => execFileSync('sh', ['-c', script], { encoding: 'utf8' });
const mebibyte = 'x'.repeat(1_048_576);

/** A file system with room for four mebibytes. */
function smallDisk(folder: string): void {
  fs.mkdirSync(folder, { recursive: true });
  sh(`mount -t tmpfs -o size=4m none ${folder}`);
  onTestFinished(() => void sh(`umount ${folder}`));
}
const action = (kind: string, options: Readonly<Record<string, string>>) =>
  actionWith({ id: kind, commands: [], effect: 'destroys', consent: 'confirm', remedy: { kind, options } });
const keptIn = ({ folder }: TestDesk) => fs.readdirSync(path.join(folder, '.local/state/sitrep'));

/** Runs it on a disk that had room in the preflight, and none any more when it comes to it. */
async function filledMeanwhile(desk: TestDesk, actionId: string, disk: string) {
  const runId = desk.start(actionId);
  await desk.reaches(runId, 'awaitingConsent');
  fs.writeFileSync(path.join(disk, 'others'), mebibyte.repeat(3));
  desk.runs.consent({ requestId: randomUUID(), runId, typed: null });
  return desk.reaches(runId, 'ended');
}

describe.skipIf(!isRoot)('a disk that fills up while the way back is kept', () => {
  it('restoring a backup changes nothing, leaves no half copy, and says what to do', async () => {
    const [backup, root] = [temporaryFolder(), temporaryFolder()];
    for (const name of ['one', 'two']) {
      fs.writeFileSync(path.join(backup, name), 'good');
      fs.writeFileSync(path.join(root, name), mebibyte);
    }
    const desk = runDesk([action('restore-backup', { backup, root })]);
    const disk = path.join(desk.folder, '.local');
    smallDisk(disk);
    fs.mkdirSync(path.join(disk, 'state/sitrep'), { recursive: true });
    const full = await filledMeanwhile(desk, 'restore-backup', disk);
    expect(full.outcome).toMatchObject({ kind: 'refused' });
    expect(full.outcome?.text).toMatch(
      /could not be kept: .*Wrote only.*\. Nothing was changed\. The disk is full there: make room, then run it again\.$/,
    );
    expect(fs.readFileSync(path.join(root, 'two'), 'utf8')).toBe(mebibyte);
    expect(keptIn(desk)).toEqual([]);
    expect(() => desk.runs.undo({ requestId: randomUUID(), runId: full.id })).toThrow('Nothing was changed');
    fs.rmSync(path.join(disk, 'others'));
    expect((await desk.done('restore-backup')).outcome).toMatchObject({ kind: 'succeeded' });
  });

  it('so does setting a broken file aside', async () => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'latest.json');
    fs.writeFileSync(file, `{"${mebibyte}${mebibyte}`);
    const desk = runDesk([action('set-aside', { file })]);
    const disk = path.join(desk.folder, '.local');
    smallDisk(disk);
    fs.mkdirSync(path.join(disk, 'state/sitrep'), { recursive: true });
    const { outcome } = await filledMeanwhile(desk, 'set-aside', disk);
    expect(outcome).toMatchObject({ kind: 'refused' });
    expect(outcome?.text).toContain('No space left on device. Nothing was changed. The disk is full there');
    expect(fs.existsSync(file)).toBe(true);
    expect(keptIn(desk)).toEqual([]);
  });

  it('a quarantine on another disk keeps no half copy, and what was copied is still in its place', async () => {
    const [folder, quarantine] = [temporaryFolder(), path.join(temporaryFolder(), 'disk')];
    smallDisk(quarantine);
    fs.mkdirSync(path.join(folder, 'app-b'));
    fs.writeFileSync(path.join(folder, 'app-a'), 'small');
    for (const name of ['one', 'two']) fs.writeFileSync(path.join(folder, 'app-b', name), mebibyte);
    const desk = runDesk([action('clear-temporary-data', { files: `${folder}/app-*`, quarantine })]);
    const run = await filledMeanwhile(desk, 'clear-temporary-data', quarantine);
    expect(run.outcome).toMatchObject({ kind: 'failed' });
    expect(run.outcome?.text).toContain('2 items are still there');
    expect(run.findings.map(({ id }) => id)).toContain('disk-full');
    expect(fs.readdirSync(folder)).toEqual(['app-a', 'app-b']);
    const copies = fs.readdirSync(quarantine, { recursive: true, encoding: 'utf8' });
    expect(copies.filter((name) => /app-b|\.sitrep-part/.test(name))).toEqual([]);
    const back = await desk.undone(run.id);
    expect(back.undoOutcome).toEqual({ kind: 'succeeded', text: `everything is back in ${folder}` });
    expect(fs.readdirSync(path.join(folder, 'app-b'))).toEqual(['one', 'two']);
    expect(fs.readFileSync(path.join(folder, 'app-a'), 'utf8')).toBe('small');
  });

  it('with room it comes back from the other disk as it was', async () => {
    const [folder, quarantine] = [temporaryFolder(), path.join(temporaryFolder(), 'disk')];
    smallDisk(quarantine);
    fs.writeFileSync(path.join(folder, 'app-a'), 'small');
    fs.symlinkSync('/nowhere', path.join(folder, 'app-link'));
    fs.chmodSync(path.join(folder, 'app-a'), 0o640);
    const desk = runDesk([action('clear-temporary-data', { files: `${folder}/app-*`, quarantine })]);
    const run = await desk.done('clear-temporary-data');
    expect(run.outcome).toMatchObject({ kind: 'succeeded' });
    expect(fs.readdirSync(folder)).toEqual([]);
    expect((await desk.undone(run.id)).undoneAt).not.toBeNull();
    expect(fs.readlinkSync(path.join(folder, 'app-link'))).toBe('/nowhere');
    expect(fs.statSync(path.join(folder, 'app-a')).mode & 0o777).toBe(0o640);
  });
});
