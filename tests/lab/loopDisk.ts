import { execFile } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** `FS_IOC_SHUTDOWN` with `NOLOGFLUSH`: the file system stops at once and forgets what was not synced (Linux ext4, XFS). */
const shutDownFileSystem =
  'open(F, "<", $ARGV[0]) or die; my $flags = pack("L", 2); ioctl(F, 0x8004587d, $flags) or die "ioctl: $!"';

/** A small ext4 on a loop device whose power can be cut. Needs root on Linux. */
export type LoopDisk = {
  readonly folder: string;
  /** Everything unsynced is gone; the disk stays mounted and refuses everything. Kill its users, then `remount`. */
  readonly losePower: () => Promise<void>;
  readonly remount: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export async function createLoopDisk(parent: string): Promise<LoopDisk> {
  const image = path.join(parent, 'disk.img');
  const folder = path.join(parent, 'disk');
  await mkdir(folder, { recursive: true });
  await run('truncate', ['-s', '64M', image]);
  await run('mkfs.ext4', ['-q', '-F', image]);
  const mount = () => run('mount', ['-o', 'loop', image, folder]);
  const unmount = () => run('umount', [folder]);
  await mount();
  return {
    folder,
    losePower: async () => {
      await run('perl', ['-e', shutDownFileSystem, folder]);
    },
    remount: async () => {
      await unmount();
      await mount();
    },
    close: async () => {
      await unmount();
      await rm(image);
    },
  };
}
