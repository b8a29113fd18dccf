import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '#tests/core/storage/support.ts';
import { actionWith, runDesk, type TestDesk } from './desk.ts';

const sh = (script: string): string => execFileSync('sh', ['-c', script], { encoding: 'utf8', stdio: 'pipe' }).trim();
const unequipped =
  process.getuid?.() !== 0 || !['setfattr', 'setfacl'].every((name) => fs.existsSync(`/usr/bin/${name}`));
if (unequipped) console.log('skipped: owners and attributes need root, and the packages attr and acl');

const write = (folder: string, name: string, text: string): void => {
  fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  fs.writeFileSync(path.join(folder, name), text);
};
const read = (folder: string, name: string): string => fs.readFileSync(path.join(folder, name), 'utf8');

function deskOf(backup: string, root: string): TestDesk {
  return runDesk([
    actionWith({
      id: 'restore',
      commands: [],
      effect: 'destroys',
      consent: 'confirm',
      remedy: { kind: 'restore-backup', options: { backup, root } },
    }),
  ]);
}
const refusalOf = async (backup: string, root: string) => {
  const { outcome } = await deskOf(backup, root).done('restore');
  expect(outcome?.kind).toBe('refused');
  return outcome?.text ?? '';
};

function folders(): readonly [string, string] {
  const [backup, root] = [temporaryFolder(), temporaryFolder()];
  write(backup, 'config', 'good');
  write(root, 'config', 'broken');
  return [backup, root];
}

describe('a backup is refused, with what is wrong,', () => {
  it('when it is a link to nothing, an archive, or holds the very folder', async () => {
    const [backup, root] = folders();
    const latest = path.join(temporaryFolder(), 'latest');
    fs.symlinkSync('/backup/2026-01-01', latest);
    expect(await refusalOf(latest, root)).toBe(
      `${latest} is a link to /backup/2026-01-01, which is not there: the backup is missing`,
    );
    const archive = path.join(backup, 'backup.tar.gz');
    fs.writeFileSync(archive, 'cut off');
    expect(await refusalOf(archive, root)).toMatch(
      /is damaged, cut off or locked by a password: gzip: .*not in gzip format/,
    );
    const inside = path.join(backup, 'app');
    write(inside, 'config', 'x');
    expect(await refusalOf(backup, inside)).toContain(`${inside} lies inside the backup ${backup}`);
  });

  it('when a copy would write through a link, or meets a folder of that name', async () => {
    const [backup, root] = folders();
    const elsewhere = temporaryFolder();
    write(elsewhere, 'real', 'the real one');
    fs.rmSync(path.join(root, 'config'));
    fs.symlinkSync(path.join(elsewhere, 'real'), path.join(root, 'config'));
    expect(await refusalOf(backup, root)).toContain('config: a link there, through which the copy would write');
    expect(read(elsewhere, 'real')).toBe('the real one');
    fs.rmSync(path.join(root, 'config'));
    fs.mkdirSync(path.join(root, 'config'));
    expect(await refusalOf(backup, root)).toContain('config: a folder there and a file in the backup');
  });

  it('when names have line breaks, which no list of files would keep', async () => {
    const [backup, root] = folders();
    write(backup, 'two\nlines', 'x');
    expect(await refusalOf(backup, root)).toContain('file names with line breaks or backslashes');
  });
});

describe('the way back of a restored backup', () => {
  it('keeps the newer work of others, and says where', async () => {
    const [backup, root] = folders();
    write(backup, 'sub/-added', 'from the backup');
    const desk = deskOf(backup, root);
    const run = await desk.done('restore');
    expect(run.outcome).toMatchObject({ kind: 'succeeded' });
    write(root, 'config', 'mended by hand afterwards');
    await desk.undone(run.id);
    const told = desk.storage.journal.eventsAfter(0, 1_000).findLast(({ type }) => type === 'run.undone');
    const text = JSON.stringify(told?.data);
    expect(text).toMatch(
      /1 file is as before, 1 file is removed again; 1 file was changed since and is kept in \S+newer-\d+\.tar/,
    );
    expect(read(root, 'config')).toBe('broken');
    const archive = /kept in (\S+\.tar)/.exec(text)?.[1] ?? '';
    expect(sh(`tar -xOf ${archive} ./config`)).toBe('mended by hand afterwards');
    expect(fs.existsSync(path.join(root, 'sub', '-added'))).toBe(false);
  });

  it.skipIf(unequipped)(
    'brings back owner, mode, times, attributes, access lists, holes, links and awkward names',
    async () => {
      const [backup, root] = folders();
      const odd = ['- leading', 'a  b', "it's", '$HOME `x`', 'ümlaut'];
      for (const name of odd) {
        write(backup, name, 'good');
        write(root, name, 'broken');
      }
      const file = path.join(root, 'config');
      fs.chmodSync(file, 0o640);
      fs.utimesSync(file, 1_000_000, 1_000_000);
      sh(`setfattr -n user.note -v mine '${file}' && setfacl -m u:nobody:r '${file}'`);
      sh(`cd '${root}' && truncate -s 5M holes && printf end >> holes && ln -s config link && mkdir -m 750 sub`);
      sh(`cd '${backup}' && echo good > holes && ln -s elsewhere link && mkdir -m 700 sub && echo good > sub/new`);
      // The same text, but not the same owner, mode and access list.
      sh(`cd '${root}' && echo same > same && chmod 600 same && setfacl -m u:nobody:r same && chown nobody same`);
      sh(
        `cp '${root}/same' '${backup}/same' && chmod 644 '${backup}/same' && touch -d @2000000 '${root}/sub' '${root}'`,
      );
      const seen = `cd '${root}' && find . -printf '%p %y %m %u %T@ %s %l\\n' | sort && getfacl -R -n . && getfattr -h -d -- *`;
      const [before, blocks] = [sh(seen), fs.statSync(path.join(root, 'holes')).blocks];
      const desk = deskOf(backup, root);
      const run = await desk.done('restore');
      expect(run.outcome?.text).toContain('10 files are as in the backup');
      expect(run.preflight.map(({ text }) => text)).toContain(
        'Owner or mode may change of 1 file with the same contents: same',
      );
      expect(sh(seen)).not.toBe(before);
      expect((await desk.undone(run.id)).undoneAt).not.toBeNull();
      for (const name of odd) expect(read(root, name)).toBe('broken');
      expect(sh(seen)).toBe(before);
      expect(fs.statSync(path.join(root, 'holes')).blocks).toBe(blocks);
    },
  );

  it('takes few programs for many files, and sums up what differs', async () => {
    const [backup, root] = [temporaryFolder(), temporaryFolder()];
    sh(
      `cd '${backup}' && for d in $(seq 20); do mkdir $d; (cd $d && for f in $(seq 100); do echo $f > $f; done); done; cp -a . '${root}/'; cd '${root}' && for f in $(seq 30); do echo changed > 7/$f; done`,
    );
    const desk = deskOf(backup, root);
    const run = await desk.done('restore');
    expect(run.outcome).toEqual({ kind: 'succeeded', text: 'Done: 2000 files are as in the backup' });
    expect(run.preflight.map(({ text }) => text).join('\n')).toMatch(
      /^Overwrites 30 of 2000 files: 7\/\d+, .* and 25 more$/m,
    );
    expect((await desk.undone(run.id)).undoOutcome).toEqual({ kind: 'succeeded', text: '30 files are as before' });
    expect(read(root, '7/30')).toBe('changed\n');
  });
});
