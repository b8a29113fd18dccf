import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Run } from '#shared/run/run.ts';
import { temporaryFolder } from '#tests/core/storage/support.ts';
import { actionWith, runDesk } from './desk.ts';
import { program } from './localHost.ts';

const sh = (script: string): string => execFileSync('sh', ['-c', script], { encoding: 'utf8', stdio: 'pipe' });

function btrfsMissing(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'btrfs on a loop file needs root on Linux';
  if (!/\bbtrfs\b/.test(fs.readFileSync('/proc/filesystems', 'utf8'))) return 'this kernel has no btrfs';
  if (!fs.existsSync('/usr/sbin/mkfs.btrfs') && !fs.existsSync('/sbin/mkfs.btrfs'))
    return 'there is no mkfs.btrfs (btrfs-progs)';
  return null;
}
const unavailable = btrfsMissing();
if (unavailable !== null) console.log(`skipped: ${unavailable}`);

/** A btrfs on a loop file with a subvolume `data`, gone after the test. */
function btrfs(): string {
  const parent = temporaryFolder();
  const folder = path.join(parent, 'mnt');
  sh(
    `truncate -s 256M ${parent}/disk && mkfs.btrfs -q ${parent}/disk && mkdir ${folder} && mount -o loop ${parent}/disk ${folder} && btrfs subvolume create ${folder}/data >/dev/null`,
  );
  onTestFinished(() => void sh(`umount ${folder}`));
  return `${folder}/data`;
}

const handleOf = ({ wayBack }: Run) => (wayBack.kind === 'kept' ? (wayBack.handle ?? {}) : {});

const restore = (backup: string, root: string) =>
  actionWith({
    id: 'restore',
    commands: [`cp -a ${backup}/. ${root}/`],
    effect: 'destroys',
    consent: 'confirm',
    remedy: { kind: 'restore-backup', options: { backup, root } },
  });

describe.skipIf(unavailable !== null)('restoring a backup on btrfs', () => {
  it('keeps what it overwrites in a snapshot, also where there is no room for a copy, and brings it back', async () => {
    const data = btrfs();
    const [backup, root] = [temporaryFolder(), path.join(data, 'app')];
    fs.mkdirSync(path.join(root, 'sub'), { recursive: true });
    fs.writeFileSync(path.join(root, 'config'), 'broken');
    fs.chmodSync(path.join(root, 'config'), 0o640);
    fs.writeFileSync(path.join(root, 'sub', 'kept'), 'mine');
    fs.writeFileSync(path.join(backup, 'config'), 'good');
    fs.writeFileSync(path.join(backup, 'added'), 'new');
    const desk = runDesk([restore(backup, root)]);
    program(
      desk.programs,
      'df',
      `for last; do :; done; case $last in ${data}*) exec /bin/df "$@";; esac; echo "/dev/x 1000 990 10 99% /"`,
    );
    const run = await desk.done('restore');
    expect(run.outcome).toMatchObject({ kind: 'succeeded' });
    expect(run.preflight).toContainEqual({ verdict: 'fine', text: 'A btrfs snapshot keeps what is overwritten' });
    const snapshot = handleOf(run)['snapshot'] ?? '';
    expect(snapshot).toMatch(new RegExp(`^${data}/\\.sitrep-snapshots/sitrep-\\d+-${run.id}/app$`));
    expect(fs.readFileSync(path.join(snapshot, 'config'), 'utf8')).toBe('broken');
    expect(fs.readFileSync(path.join(root, 'config'), 'utf8')).toBe('good');
    expect((await desk.undone(run.id)).undoneAt).not.toBeNull();
    expect(fs.readFileSync(path.join(root, 'config'), 'utf8')).toBe('broken');
    expect(fs.statSync(path.join(root, 'config')).mode & 0o777).toBe(0o640);
    expect(fs.existsSync(path.join(root, 'added'))).toBe(false);
    expect(fs.readFileSync(path.join(root, 'sub', 'kept'), 'utf8')).toBe('mine');
  });
});

describe.skipIf(unavailable !== null)('rolling back on btrfs', () => {
  it('keeps in a snapshot what git does not know, beside the refs that it is undone by', async () => {
    const root = path.join(btrfs(), 'app');
    const git = `git -C ${root} -c user.name=t -c user.email=t@example.org`;
    sh(
      `mkdir ${root} && ${git} init -q -b main && echo good > ${root}/conf && ${git} add . && ${git} commit -qm good && echo bad > ${root}/conf && ${git} commit -qam bad && echo precious > ${root}/data`,
    );
    const action = actionWith({
      id: 'back',
      commands: ['git reset --hard HEAD~1', 'rm data'],
      cwd: root,
      effect: 'destroys',
      consent: 'confirm',
      remedy: { kind: 'roll-back', options: { root, commit: 'HEAD~1' } },
    });
    const desk = runDesk([action]);
    const run = await desk.done('back');
    expect(run.outcome).toMatchObject({ kind: 'succeeded' });
    const told = run.wayBack.kind === 'kept' ? run.wayBack.text : run.wayBack.why;
    const snapshot = /btrfs snapshot (\S+)$/.exec(told)?.[1] ?? '';
    expect(fs.existsSync(path.join(root, 'data'))).toBe(false);
    expect(fs.readFileSync(path.join(snapshot, 'data'), 'utf8')).toBe('precious\n');
    expect((await desk.undone(run.id)).undoneAt).not.toBeNull();
    expect(fs.readFileSync(path.join(root, 'conf'), 'utf8')).toBe('bad\n');
  });
});

// ZFS is not to be had in a test without its kernel module: `zfs` and `stat -f` are scripted after their manuals.
it('on ZFS (scripted zfs) a snapshot of the dataset is the way back', async () => {
  const mount = temporaryFolder();
  const [backup, root] = [temporaryFolder(), path.join(mount, 'app')];
  fs.mkdirSync(root);
  fs.writeFileSync(path.join(root, 'config'), 'broken');
  fs.writeFileSync(path.join(backup, 'config'), 'good');
  const desk = runDesk([restore(backup, root)]);
  program(desk.programs, 'id', 'echo 0');
  program(desk.programs, 'stat', `[ "$1" = -f ] && { echo zfs; exit 0; }; exec /usr/bin/stat "$@"`);
  program(
    desk.programs,
    'zfs',
    `case "$1 $2" in
'list -H') case "$*" in *snapshot*) exit 0;; *) printf 'tank/data\\t${mount}\\n';; esac ;;
snapshot*) name=\${2#*@}; mkdir -p ${mount}/.zfs/snapshot && cp -a ${mount}/app ${mount}/.app-copy && mkdir ${mount}/.zfs/snapshot/$name && mv ${mount}/.app-copy ${mount}/.zfs/snapshot/$name/app ;;
esac`,
  );
  const run = await desk.done('restore');
  expect(run.outcome).toMatchObject({ kind: 'succeeded' });
  expect(handleOf(run)['snapshot']).toMatch(new RegExp(`^${mount}/\\.zfs/snapshot/sitrep-\\d+-${run.id}/app$`));
  expect((await desk.undone(run.id)).undoneAt).not.toBeNull();
  expect(fs.readFileSync(path.join(root, 'config'), 'utf8')).toBe('broken');
});
