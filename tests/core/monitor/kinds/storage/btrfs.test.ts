import { execFileSync } from 'node:child_process';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { shellHost } from '../shells.ts';

const run = (program: string, ...words: string[]): string =>
  execFileSync(program, words, { encoding: 'utf8', stdio: 'pipe' });
const mebi = 1024 * 1024;

function whyNot(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'it needs root on Linux';
  if (!readFileSync('/proc/filesystems', 'utf8').includes('btrfs')) return 'this kernel has no btrfs';
  try {
    run('losetup', '-f');
    run('mkfs.btrfs', '--version');
    return null;
  } catch {
    return 'there are no loop devices, or btrfs-progs is not installed';
  }
}
const reason = whyNot();
if (reason !== null) process.stderr.write(`skipped: a real btrfs (${reason})\n`);

/** Two disks that hold the same. */
function mirror() {
  const parent = mkdtempSync(path.join(tmpdir(), 'sitrep-btrfs-'));
  const folder = path.join(parent, 'mounted');
  mkdirSync(folder);
  const loops = ['one', 'two'].map((name) => {
    run('truncate', '-s', '256M', path.join(parent, name));
    return run('losetup', '-f', '--show', path.join(parent, name)).trim();
  });
  const attached = new Set(loops);
  const detach = (loop: string): void => {
    run('losetup', '-d', loop);
    attached.delete(loop);
  };
  const [first = '', second = ''] = loops;
  run('mkfs.btrfs', '-q', '-d', 'raid1', '-m', 'raid1', first, second);
  run('mount', first, folder);
  onTestFinished(() => {
    run('umount', folder);
    for (const loop of attached) detach(loop);
    rmSync(parent, { recursive: true });
  });
  return { folder, first, second, detach };
}

async function ask(device: string) {
  const here = await shellHost('dash');
  const readings = await here.ask([{ id: 'b', kind: 'storage-health', target: 'btrfs', device }]);
  here.close();
  return readings['b'];
}

it.skipIf(reason !== null)('counts what a scrub of a real btrfs finds corrupted', async () => {
  const { folder, second } = mirror();
  writeFileSync(path.join(folder, 'data'), randomBytes(20 * mebi));
  run('sync');
  expect(await ask(folder)).toMatchObject({ outcome: 'ok' });
  const disk = openSync(second, 'r+');
  // Everything but the copies of the superblock, at 64 KiB and 64 MiB.
  for (let at = mebi; at < 250 * mebi; at += mebi)
    if (at !== 64 * mebi) writeSync(disk, randomBytes(mebi), 0, mebi, at);
  fsyncSync(disk);
  closeSync(disk);
  writeFileSync('/proc/sys/vm/drop_caches', '3');
  run('btrfs', 'scrub', 'start', '-B', folder);
  const reading = await ask(folder);
  expect(reading?.outcome).toBe('critical');
  expect(reading?.text).toMatch(new RegExp(`${second} corruption_errs [1-9]`));
});

it.skipIf(reason !== null)('sees that a device of a real btrfs is missing, although nothing was counted', async () => {
  const { folder, first, second, detach } = mirror();
  run('umount', folder);
  detach(second);
  run('btrfs', 'device', 'scan', '--forget');
  run('mount', '-o', 'degraded', first, folder);
  const reading = await ask(folder);
  expect(reading?.outcome).toBe('critical');
  expect(reading?.text).toMatch(/a device is missing/);
});
