import { deletedFiles } from '../read/deletedFiles.ts';
import { mountOf, readMounts } from '../read/mounts.ts';
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
  const inside = items.filter(({ path }) => path.startsWith(mount === '/' ? '/' : `${mount}/`) && path !== '/');
  const first = inside.length > 0 ? inside : items.filter(({ path }) => path === mount && path !== '/');
  const top = first.toSorted((a, b) => b.amount - a.amount)[0];
  const close = top === undefined ? [] : first.filter(({ amount }) => amount >= top.amount * 0.7);
  return close.toSorted((a, b) => b.path.length - a.path.length);
}

const sizeText = (bytes: number): string =>
  bytes > 1_073_741_824 ? `${(bytes / 1_073_741_824).toFixed(1)} GB` : `${String(Math.round(bytes / 1_048_576))} MB`;

/** Where the things lie that a kind of remedy frees; the others tell it by their paths. */
const usualPlaces: Readonly<Record<string, string>> = {
  'shrink-journal': '/var/log/journal',
  'clean-packages': '/var/cache',
  'prune-images': '/var/lib',
};

/** Remedies that free what fills it: first those that are made for that very place, and none for another file system. */
function needsOf(item: Item | undefined, what: string, on: NonNullable<Need['on']>): readonly Need[] {
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
  const others = kinds.flatMap((kind) => {
    const [reason, place] = [reasons[kind], usualPlaces[kind]];
    const isElsewhere = place !== undefined && mountOf(place, on.mounts) !== on.mount;
    return reason === undefined || isElsewhere ? [] : [{ kind, reason, on }];
  });
  return [...own, ...others];
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
  const disks = readMounts(scene.output(title));
  const told = disks.filter(({ path, percent }) => percent >= nearlyFull || (kind === 'disk' && path === '/'));
  if (disks.length === 0 && kind === 'disk')
    return [clue('storage', 3, 'disk', 'unknown', `disk not seen: ${scene.failure(title) ?? 'df said nothing'}`, '')];
  return told.map(({ path, percent, line }) => {
    const severity = percent >= full ? 'critical' : percent >= nearlyFull ? 'warning' : 'ok';
    if (severity === 'ok')
      return clue('storage', 3, `${kind}:${path}`, 'ok', `${kind} ${path} ${String(percent)} %`, line);
    return kind === 'disk'
      ? (deletedClue(scene, path, line) ?? fullClue(scene, kind, { path, percent, line }))
      : fullClue(scene, kind, { path, percent, line });
  });
}

type Mount = { readonly path: string; readonly percent: number; readonly line: string };

function fullClue(scene: Scene, kind: 'disk' | 'inodes', { path, percent, line }: Mount): Clue {
  const isFull = percent >= full;
  const item = largest(scene, kind === 'disk' ? 'space' : 'inodes', path)[0];
  const amount = item === undefined ? '' : kind === 'disk' ? sizeText(item.amount) : `${String(item.amount)} files`;
  const by = item === undefined ? '' : `, most of it by ${item.path} (${amount})`;
  const proof = `${line}\n${item === undefined ? '' : `${amount} ${item.path}`}`;
  const text = `${kind} ${path} ${String(percent)} %${by}`;
  return clue(
    'storage',
    isFull ? 0 : 3,
    `${kind}:${path}`,
    isFull ? 'critical' : 'warning',
    text,
    proof,
    needsOf(item, amount, { mount: path, mounts: readMounts(scene.output('Disk space')).map((one) => one.path) }),
  );
}

const sizeOf = (line: string): number => Number(/^\S+\s+(\d+)\s/.exec(line)?.[1] ?? 0) * 1_024;

/** A full file system, most of whose space a deleted file takes that a program keeps open; null where none does. */
function deletedClue(scene: Scene, mount: string, line: string): Clue | null {
  const others = readMounts(scene.output('Disk space')).map(({ path }) => path);
  const file = deletedFiles(scene).find(
    ({ path, bytes }) => mountOf(path, others) === mount && bytes > 0.3 * sizeOf(line),
  );
  if (file === undefined) return null;
  return clue(
    'storage',
    0,
    `disk:${mount}`,
    'critical',
    `disk ${mount} is full, most of it by the deleted file ${file.path} (${sizeText(file.bytes)}) that ${file.who} keeps open`,
    `${line}\n${file.line}`,
    letGo(file),
  );
}

const letGo = ({ unit, who }: ReturnType<typeof deletedFiles>[number]): readonly Need[] =>
  unit === null ? [] : [{ kind: 'restart-unit', reason: `the restart of ${who} lets go of the deleted file`, unit }];

/** Files that are deleted and still take space, because a program keeps them open. */
export function deletedFileClues(scene: Scene): readonly Clue[] {
  const file = deletedFiles(scene)[0];
  if (file === undefined || file.bytes < 50 * 1_048_576) return [];
  const text = `${file.who} keeps the deleted file ${file.path} of ${sizeText(file.bytes)} open, so its space is not free`;
  return [clue('storage', 3, 'deleted-open', 'info', text, file.line, letGo(file))];
}
