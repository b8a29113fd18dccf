import { readDisks } from '../../run/evidenceFindings.ts';
import { type Clue, clue, type Need } from '../clue.ts';
import { linesOf } from '../read/blocks.ts';
import { type Scene, sectionsOf } from '../read/scene.ts';

const full = 95;
const nearlyFull = 85;

type Item = { readonly path: string; readonly amount: number };

/** The largest files, or the folders with the most, of a file system; the deepest name of equal ones. */
function largest(scene: Scene, kind: 'space' | 'inodes', mount: string): readonly Item[] {
  const text = sectionsOf(scene, 'What fills it').get(`${kind} ${mount}`) ?? '';
  const items = linesOf(text).flatMap((line) => {
    const match = /^(\d+)\s+(\/.*)$/.exec(line);
    return match === null
      ? []
      : [
          {
            path: (match[2] ?? '').replace(/^\/\//, '/'),
            amount: Number(match[1]) * (line.includes('\t') && kind === 'space' ? 1_024 : 1),
          },
        ];
  });
  const first = items.filter(({ path }) => path !== mount && path !== '/');
  const top = first.toSorted((a, b) => b.amount - a.amount)[0];
  const close = top === undefined ? [] : first.filter(({ amount }) => amount >= top.amount * 0.7);
  return close.toSorted((a, b) => b.path.length - a.path.length);
}

const sizeText = (bytes: number): string =>
  bytes > 1_073_741_824 ? `${(bytes / 1_073_741_824).toFixed(1)} GB` : `${String(Math.round(bytes / 1_048_576))} MB`;

/** Remedies that free what fills it: first those that are made for that very place. */
function needsOf(item: Item | undefined, what: string): readonly Need[] {
  const kinds = [
    'clear-temporary-data',
    'prune-repositories',
    'set-aside',
    'shrink-journal',
    'clean-packages',
    'prune-images',
  ];
  const own =
    item === undefined
      ? []
      : ownKinds(item.path).map((kind): Need => ({
          kind,
          reason: `it frees ${item.path} (${what})`,
          ...(kind.startsWith('clear') || kind.startsWith('prune-r') ? { path: item.path } : {}),
        }));
  const reasons: Readonly<Record<string, string>> = {
    'clear-temporary-data': 'temporary data is the cheapest to give up',
    'prune-repositories': 'old data can be had again',
    'shrink-journal': 'old log entries are seldom missed',
    'clean-packages': 'downloaded packages can be had again',
    'prune-images': 'images that nothing uses can be had again',
  };
  return [...own, ...kinds.flatMap((kind) => (reasons[kind] === undefined ? [] : [{ kind, reason: reasons[kind] }]))];
}

function ownKinds(path: string): readonly string[] {
  if (path.startsWith('/var/log/journal')) return ['shrink-journal'];
  if (path.startsWith('/var/cache/apt') || path.startsWith('/var/cache/pacman') || path.startsWith('/var/cache/dnf'))
    return ['clean-packages'];
  if (/^\/var\/lib\/(?:docker|containers)/.test(path)) return ['prune-images'];
  return ['prune-repositories', 'clear-temporary-data'].toReversed();
}

/** File systems without room or without inodes, and by what. */
export function spaceClues(scene: Scene, kind: 'disk' | 'inodes'): readonly Clue[] {
  const title = kind === 'disk' ? 'Disk space' : 'Inodes';
  const disks = readDisks(scene.output(title));
  const told = disks.filter(({ path, percent }) => percent >= nearlyFull || (kind === 'disk' && path === '/'));
  if (disks.length === 0 && kind === 'disk')
    return [clue('storage', 3, 'disk', 'unknown', `disk not seen: ${scene.failure(title) ?? 'df said nothing'}`, '')];
  return told.map(({ path, percent, line }) => {
    const severity = percent >= full ? 'critical' : percent >= nearlyFull ? 'warning' : 'ok';
    if (severity === 'ok')
      return clue('storage', 3, `${kind}:${path}`, 'ok', `${kind} ${path} ${String(percent)} %`, line);
    const item = largest(scene, kind === 'disk' ? 'space' : 'inodes', path)[0];
    const amount = item === undefined ? '' : kind === 'disk' ? sizeText(item.amount) : `${String(item.amount)} files`;
    const by = item === undefined ? '' : `, most of it by ${item.path} (${amount})`;
    return clue(
      'storage',
      severity === 'critical' ? 0 : 3,
      `${kind}:${path}`,
      severity,
      `${kind} ${path} ${String(percent)} %${by}`,
      `${line}\n${item === undefined ? '' : `${amount} ${item.path}`}`,
      needsOf(item, amount),
    );
  });
}

/** Files that are deleted and still take space, because a program keeps them open. */
export function deletedFileClues(scene: Scene): readonly Clue[] {
  const match = /^(\d+) \/proc\/(\d+)\/fd\/\d+/m.exec(scene.output('Deleted files held open'));
  const bytes = Number(match?.[1] ?? 0);
  if (match === null || bytes < 50 * 1_048_576) return [];
  return [
    clue(
      'storage',
      1,
      'deleted-open',
      'warning',
      `PID ${match[2] ?? ''} keeps a deleted file of ${sizeText(bytes)} open, so its space is not free`,
      match.input.split('\n').slice(0, 5).join('\n'),
      match[2] === scene.unit?.get('MainPID')
        ? [{ kind: 'restart-unit', reason: 'the restart lets go of the deleted file' }]
        : [],
    ),
  ];
}

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
    const serves = scene.subject.paths.some(
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
