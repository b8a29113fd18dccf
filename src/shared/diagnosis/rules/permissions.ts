import { type Clue, clue, type Need } from '../clue.ts';
import { type Account, may, type FileEntry } from '../read/files.ts';
import type { Scene } from '../read/scene.ts';

const repair = (path: string | null): readonly Need[] => {
  const at = path === null ? {} : { path };
  return [
    { kind: 'repair-permissions', reason: 'it gives the files back to the account that the service runs as', ...at },
    { kind: 'restore-backup', reason: 'the backup may hold owner and mode as they were', ...at },
  ];
};

/** The owner that most files beside this one have. */
function usualOwner({ owners }: Scene, { path, owner }: Pick<FileEntry, 'path' | 'owner'>): string | null {
  const counts = new Map(owners.get(path.slice(0, path.lastIndexOf('/'))));
  if (owners.has(path)) counts.set(owner, (counts.get(owner) ?? 1) - 1);
  return [...counts].filter(([, count]) => count > 0).toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

/** What is wrong with the rights of a step on the way to a file; an owner is wrong where the files beside it have another. */
function explain(scene: Scene, { step, what }: Blocked, wanted: string): string {
  const { mode, owner, group, path } = step;
  const account = scene.account?.name ?? scene.unit?.get('User') ?? '';
  const usual = usualOwner(scene, step);
  const isOwn = scene.places.some((one) => path === one || path.startsWith(`${one}/`));
  const isForeign =
    isOwn && account !== '' && owner !== account && (usual === account || usual === null || what === 'w');
  const rights = isForeign
    ? `wrong owner: ${owner}:${group} (${mode}), the service runs as ${account}`
    : `wrong mode: ${mode} ${owner}:${group}${account === '' ? '' : `, the service runs as ${account}`}`;
  const verb = what === 'w' ? ' and cannot be written' : '';
  return path === wanted
    ? `${path} has the ${rights}${verb}`
    : `${wanted} cannot be ${what === 'w' ? 'written' : 'reached'}: ${path} has the ${rights}`;
}

type Blocked = { readonly step: Rights; readonly what: 'r' | 'w' | 'x' };
type Rights = Pick<FileEntry, 'mode' | 'owner' | 'group' | 'path'>;

/** The steps to a path, as far as they were seen. */
function stepsTo(scene: Scene, path: string): readonly Rights[] {
  const way = [...scene.ways, ...scene.namedWays].find(({ target }) => target === path);
  if (way !== undefined) return way.steps.filter(({ link }) => link === null);
  const known = [
    ...scene.files,
    ...[...scene.ways, ...scene.namedWays].flatMap(({ steps }) => steps.filter(({ link }) => link === null)),
  ];
  const above = known.filter((file) => path === file.path || file.path === '/' || path.startsWith(`${file.path}/`));
  const distinct = new Map(above.map((file) => [file.path, file]));
  return [...distinct.values()].toSorted((one, other) => one.path.length - other.path.length);
}

/** The first step to a file that keeps the account out; a refusal where all may be read is one of writing. */
function blockedStep(scene: Scene, path: string, isRefused: boolean, isRun = false): Blocked | null {
  const { account } = scene;
  if (account === null) return null;
  const steps = stepsTo(scene, path);
  const isProgram = isRun || scene.programs.includes(path);
  for (const step of steps) {
    const isFolder = step.mode.startsWith('d');
    const what = isFolder && step.path !== path ? 'x' : isProgram && step.path === path ? 'x' : 'r';
    if (!may(account, what, step)) return { step, what };
  }
  return isRefused ? unwritableStep(account, steps, path) : null;
}

/** What keeps an account from writing a file that it may read: the file, or the folder in which it writes beside it. */
function unwritableStep(account: Account, steps: readonly Rights[], path: string): Blocked | null {
  const ofDisk = steps.filter(({ mode }) => /^[d-]/.test(mode));
  const step = ofDisk
    .slice(steps.at(-1)?.path === path ? -2 : -1)
    .toReversed()
    .find((one) => !may(account, 'w', one));
  return step === undefined ? null : { step, what: 'w' };
}

/** A refusal that was told of, with what owner and mode have to do with it; `isRun` where the file was to be started. */
export function permissionClue(scene: Scene, path: string | null, words: string, proof: string, isRun = false): Clue {
  if (path === null)
    return clue('permissions', 1, 'permission', 'critical', `Permission denied: ${words}`, proof, repair(null));
  const blocked = blockedStep(scene, path, true, isRun);
  if (blocked === null && isImmutable(scene, path))
    return clue(
      'permissions',
      0,
      'permission',
      'critical',
      `${path} is immutable (chattr +i or +a), so nobody can write it, whatever owner and mode are`,
      proof,
    );
  const text = blocked === null ? `Permission denied: ${path}${seenText(scene, path)}` : explain(scene, blocked, path);
  return clue('permissions', 0, 'permission', 'critical', text, proof, repair(blocked?.step.path ?? path));
}

/** Whether the file, or the folder that it is in, has an attribute that forbids to write it (chattr(1)). */
function isImmutable(scene: Scene, path: string): boolean {
  const held = scene
    .output('Attributes of its files')
    .split('\n')
    .flatMap((line) => /^\S*[ia]\S* (\/.*)$/.exec(line)?.[1] ?? []);
  return held.some((one) => one === path || path.slice(0, path.lastIndexOf('/')) === one);
}

/** ` (-rw------- root:root, the service runs as photos)`: what was seen of a file that is not the reason. */
function seenText(scene: Scene, path: string): string {
  const entry = stepsTo(scene, path).find((step) => step.path === path);
  if (entry === undefined) return '';
  const who = scene.account === null ? '' : `, the service runs as ${scene.account.name}`;
  const list = entry.mode.endsWith('+') ? '; its access list decides, which getfacl shows' : '';
  return ` (${entry.mode} ${entry.owner}:${entry.group}${who}${list})`;
}

/** What systemd reads itself, as root, whatever account the service has. */
const isReadByRoot = (scene: Scene, path: string): boolean =>
  (scene.unit?.get('EnvironmentFiles') ?? '').includes(path);

/** Files that the service needs by its unit, and others of its folders, that its account cannot read. */
export function permissionClues(scene: Scene): readonly Clue[] {
  const severity = scene.isUp ? 'warning' : 'critical';
  const needed = scene.ways.flatMap(({ target, missing }): readonly Clue[] => {
    if (missing !== null || isReadByRoot(scene, target)) return [];
    const blocked = blockedStep(scene, target, false);
    if (blocked === null) return [];
    const text = explain(scene, blocked, target);
    return [
      clue(
        'permissions',
        scene.isUp ? 2 : 0,
        'permission',
        severity,
        text,
        lineOf(blocked.step),
        repair(blocked.step.path),
      ),
    ];
  });
  const { account } = scene;
  if (needed.length > 0 || account === null) return needed.slice(0, 1);
  const odd = scene.files.filter((file) => isOdd(scene, file));
  const shut = odd.filter((file) => !may(account, file.mode.startsWith('d') ? 'x' : 'r', file));
  const foreign = odd.filter((file) => file.owner !== account.name && !may(account, 'w', file));
  const first = shut[0] ?? foreign[0];
  if (first === undefined) return [];
  const others = shut.length > 1 ? ` and ${String(shut.length - 1)} more` : '';
  const text = `${explain(scene, { step: first, what: shut.length > 0 ? 'r' : 'w' }, first.path)}${others}`;
  const proof = [...shut, ...foreign].slice(0, 10).map(lineOf).join('\n');
  const isLikely = shut.length > 0 && !scene.isUp;
  return [
    clue(
      'permissions',
      isLikely ? 1 : 3,
      'permission-odd',
      isLikely ? 'warning' : 'info',
      text,
      proof,
      isLikely ? repair(first.path) : [],
    ),
  ];
}

/** Whether owner or mode differ from what most of its neighbours have. */
function isOdd(scene: Scene, file: FileEntry): boolean {
  const usual = usualOwner(scene, file);
  return usual === scene.account?.name && (file.owner !== usual || !/^.r/.test(file.mode));
}

const lineOf = ({ mode, owner, group, path }: Rights): string => `${mode} ${owner} ${group} ${path}`;
