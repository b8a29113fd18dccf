import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CheckDefinition } from '#shared/check/checkDefinition.ts';
import type { Reading } from '#core/monitor/kinds/reading.ts';
import { makeFolder, makeKey, me, readPublicKey, startSshd } from '../../ssh/sshd.ts';
import { shellHost } from './shells.ts';

const run = (program: string, ...words: string[]): string => execFileSync(program, words, { encoding: 'utf8' });

function whyNoDisks(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'mounting disks needs root on Linux';
  try {
    run('losetup', '-f');
    return null;
  } catch {
    return 'there are no loop devices here';
  }
}
const reason = whyNoDisks();
if (reason !== null) process.stderr.write(`skipped: real disks (${reason})\n`);

/** An empty ext4 of 32 MiB, mounted under a name as people give them. */
function mountedDisk(options: string): { readonly folder: string; readonly device: string } {
  const parent = mkdtempSync(path.join(tmpdir(), 'sitrep-disk-'));
  const folder = path.join(parent, 'my - disk');
  const image = path.join(parent, 'image');
  mkdirSync(folder);
  run('truncate', '-s', '32M', image);
  run('mkfs.ext4', '-q', '-F', '-N', '64', image);
  run('mount', '-o', `loop,${options}`, image, folder);
  onTestFinished(() => {
    run('umount', folder);
    rmSync(parent, { recursive: true });
  });
  return { folder, device: run('findmnt', '-no', 'SOURCE', folder).trim() };
}

async function ask(check: Omit<Extract<CheckDefinition, { kind: 'disk' }>, 'id' | 'kind'>): Promise<Reading> {
  const here = await shellHost('dash');
  const readings = await here.ask([{ id: 'd', kind: 'disk', ...check }]);
  here.close();
  const reading = readings['d'];
  if (reading === undefined) throw new Error('no reading');
  return reading;
}

describe.skipIf(reason !== null)('real disks', () => {
  it('measures a disk whose mount point has blanks in its name', async () => {
    const { folder } = mountedDisk('rw');
    const reading = await ask({ path: folder });
    expect(reading.outcome).toBe('ok');
    expect(reading.text).toContain(`disk ${folder} is`);
  });

  it('is critical when the kernel made a disk read-only after errors, however empty it is', async () => {
    const { folder, device } = mountedDisk('rw,errors=remount-ro');
    expect((await ask({ path: folder })).outcome).toBe('ok');
    writeFileSync(`/sys/fs/ext4/${path.basename(device)}/trigger_fs_error`, 'x');
    expect(await ask({ path: folder })).toMatchObject({
      outcome: 'critical',
      text: `disk ${folder} takes no writes any more: the kernel made it read-only after errors`,
    });
  });

  it('has nothing against a disk that was mounted read-only by intent', async () => {
    const { folder } = mountedDisk('ro');
    expect((await ask({ path: folder })).outcome).toBe('ok');
  });

  it('sees that a disk is not mounted where the check says that it must be', async () => {
    const { folder } = mountedDisk('rw');
    mkdirSync(path.join(folder, 'data'));
    expect((await ask({ path: `${folder}/`, mounted: true })).outcome).toBe('ok');
    expect(await ask({ path: path.join(folder, 'data'), mounted: true })).toMatchObject({
      outcome: 'critical',
      text: `nothing is mounted at ${folder}/data: what is there lies on disk ${folder}`,
    });
  });

  it('warns when inodes run out while there is space', async () => {
    const { folder } = mountedDisk('rw');
    for (let made = 0; made < 52; made += 1) writeFileSync(path.join(folder, `f${made}`), '');
    const reading = await ask({ path: folder, warning: 70, critical: 99 });
    expect(reading.outcome).toBe('warning');
    expect(reading.text).toMatch(/has used \d+ % of its inodes \(.* of space are free\)/);
  });

  it('measures what a bind mount shows', async () => {
    const { folder } = mountedDisk('rw');
    const bound = path.join(path.dirname(folder), 'bound');
    mkdirSync(bound);
    run('mount', '--bind', folder, bound);
    onTestFinished(() => void run('umount', bound));
    expect(await ask({ path: bound, mounted: true })).toMatchObject({ outcome: 'ok' });
  });

  it('says what the disk answers when it cannot be read, not that the path is gone', async () => {
    const { folder } = mountedDisk('rw');
    const place = path.join(folder, 'deep');
    mkdirSync(place);
    run('sync');
    writeFileSync('/proc/sys/vm/drop_caches', '3');
    run('perl', '-e', 'open(F, "<", $ARGV[0]) or die; my $f = pack("L", 2); ioctl(F, 0x8004587d, $f) or die', folder);
    const reading = await ask({ path: place });
    expect(reading).toMatchObject({ outcome: 'critical' });
    expect(reading.text).not.toMatch(/does not exist/);
  });
});

it('tells thresholds that were given alone from the usual ones', async () => {
  const values = (reading: Reading) => reading.values[0];
  expect(values(await ask({ path: '/', warning: 97 }))).toMatchObject({ warning: 97, critical: 97 });
  expect(values(await ask({ path: '/', critical: 60 }))).toMatchObject({ warning: 60, critical: 60 });
});

describe.skipIf(reason !== null)('a network mount', () => {
  it('whose server stops answering is told, and fine again when it goes on', async () => {
    const folder = await makeFolder();
    const key = await makeKey(path.join(folder, 'id'));
    const sshd = await startSshd({ folder, authorized: [await readPublicKey(key)] });
    const mount = path.join(folder, 'mount');
    mkdirSync(mount);
    const options = `IdentityFile=${key},StrictHostKeyChecking=no,UserKnownHostsFile=/dev/null`;
    run('sshfs', '-p', String(sshd.port), '-o', options, `${me}@127.0.0.1:/`, mount);
    const servers = (run('ss', '-tnpH', `sport = :${sshd.port}`).match(/(?<=pid=)\d+/g) ?? []).map(Number);
    onTestFinished(async () => {
      for (const server of servers) process.kill(server, 'SIGCONT');
      run('fusermount', '-u', '-z', mount);
      await sshd.stop();
      rmSync(folder, { recursive: true });
    });
    expect((await ask({ path: mount })).outcome).toBe('ok');
    for (const server of servers) process.kill(server, 'SIGSTOP');
    expect(await ask({ path: mount, timeout: 2 })).toMatchObject({
      outcome: 'critical',
      text: expect.stringContaining(`${mount} hangs: it did not answer within 2 s`) as string,
    });
    for (const server of servers) process.kill(server, 'SIGCONT');
    expect((await ask({ path: mount })).outcome).toBe('ok');
  });
});
