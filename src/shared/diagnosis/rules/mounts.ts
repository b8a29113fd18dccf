import { type Clue, clue } from '../clue.ts';
import { linesOf } from '../read/blocks.ts';
import type { Scene } from '../read/scene.ts';

const usuallyReadOnly =
  /^(?:squashfs|iso9660|erofs|tmpfs|ramfs|proc|sysfs|cgroup2?|devtmpfs|autofs|fuse\S*|nsfs|overlayfs-ro|efivarfs)$/;

/** File systems that are mounted read-only where the service writes, or where `fstab` says otherwise. */
export function mountClues(scene: Scene): readonly Clue[] {
  const [text = '', fstab = ''] = scene.output('Mounts').split('== fstab');
  const mounts = linesOf(text).flatMap((line) => {
    const [, target = '', type = '', options = ''] = line.split(' ');
    return options === '' ? [] : [{ target, type, isReadOnly: /^ro(?:,|$)/.test(options), line }];
  });
  const last = new Map(mounts.map((mount) => [mount.target, mount]));
  return [...last.values()].flatMap(({ target, type, isReadOnly, line }): readonly Clue[] => {
    if (!isReadOnly || /^\/(?:proc|sys|dev|run|snap)\b/.test(target)) return [];
    const serves = scene.places.some(
      (path) =>
        path === target || path.startsWith(target === '/' ? '/' : `${target}/`) || target.startsWith(`${path}/`),
    );
    const isMeant = linesOf(fstab).some((one) =>
      new RegExp(
        `^[^#\\s]+\\s+${target.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}\\s+\\S+\\s+(?:\\S*,)?ro(?:,|\\s)`,
      ).test(one),
    );
    if (isMeant || (!serves && usuallyReadOnly.test(type))) return [];
    return [
      clue(
        'storage',
        serves ? 0 : 1,
        'mounted-read-only',
        'critical',
        `${target} is mounted read-only (${type})`,
        line,
        [
          {
            kind: 'remount',
            reason: 'it mounts the file system for writing again, once the disk is known to be sound',
          },
        ],
      ),
    ];
  });
}
