import { type Clue, clue, type Need } from '../clue.ts';
import { may, type FileEntry, type WayStep } from '../read/files.ts';
import type { Scene } from '../read/scene.ts';

const repair = (path: string | null): readonly Need[] => {
  const at = path === null ? {} : { path };
  return [
    { kind: 'repair-permissions', reason: 'it gives the files back to the account that the service runs as', ...at },
    { kind: 'restore-backup', reason: 'the backup may hold owner and mode as they were', ...at },
  ];
};

/** The owner that most files beside this one have. */
function usualOwner(files: readonly FileEntry[], path: string): string | null {
  const folder = path.slice(0, path.lastIndexOf('/'));
  const counts = new Map<string, number>();
  for (const file of files)
    if (file.path !== path && (file.path === folder || file.path.startsWith(`${folder}/`)))
      counts.set(file.owner, (counts.get(file.owner) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

function explain(scene: Scene, step: WayStep, wanted: string): string {
  const { mode, owner, group, path } = step;
  const account = scene.account?.name ?? scene.unit?.get('User') ?? '';
  const usual = usualOwner(scene.files, path);
  const isOutside = !scene.subject.paths.some((one) => path === one || path.startsWith(`${one}/`));
  const isForeign = !isOutside && account !== '' && owner !== account && (usual === account || usual === null);
  const what = isForeign
    ? `wrong owner: ${owner}:${group} (${mode}), the service runs as ${account}`
    : `wrong mode: ${mode} ${owner}:${group}${account === '' ? '' : `, the service runs as ${account}`}`;
  return path === wanted ? `${path} has the ${what}` : `${wanted} cannot be reached: ${path} has the ${what}`;
}

/** The first step to a file that keeps the account out. */
function blockedStep(scene: Scene, path: string): WayStep | null {
  const { account } = scene;
  if (account === null) return null;
  const way = scene.ways.find(({ target }) => target === path)?.steps;
  const steps =
    way ??
    scene.files
      .filter((file) => path === file.path || path.startsWith(`${file.path}/`))
      .toSorted((a, b) => a.path.length - b.path.length);
  return (
    steps.find(
      (step) =>
        !step.mode.startsWith('l') &&
        !may(account, step.mode.startsWith('d') ? (step.path === path ? 'r' : 'x') : 'r', step),
    ) ?? null
  );
}

/** A refusal that the program itself told of, with what owner and mode have to do with it. */
export function permissionClue(scene: Scene, path: string | null, proof: string): Clue {
  if (path === null)
    return clue(
      'permissions',
      1,
      'permission',
      'critical',
      `Permission denied: ${proof.split('\n').at(-1) ?? ''}`,
      proof,
      repair(null),
    );
  const blocked = blockedStep(scene, path);
  const entry = scene.files.find((file) => file.path === path);
  const seen =
    entry === undefined
      ? ''
      : ` (${entry.mode} ${entry.owner}:${entry.group}${scene.account === null ? '' : `, the service runs as ${scene.account.name}`})`;
  const text = blocked === null ? `Permission denied: ${path}${seen}` : explain(scene, blocked, path);
  return clue('permissions', 0, 'permission', 'critical', text, proof, repair(path));
}

/** Files that the service needs by its unit, and others of its folders, that its account cannot read. */
export function permissionClues(scene: Scene): readonly Clue[] {
  const needed = scene.ways.flatMap(({ target, missing }): readonly Clue[] => {
    if (missing !== null) return [];
    const blocked = blockedStep(scene, target);
    return blocked === null
      ? []
      : [
          clue(
            'permissions',
            0,
            'permission',
            'critical',
            explain(scene, blocked, target),
            lineOf(blocked),
            repair(blocked.path),
          ),
        ];
  });
  const { account } = scene;
  if (needed.length > 0 || account === null) return needed.slice(0, 1);
  const shut = scene.files.filter(
    (file) => isOdd(scene, file) && !may(account, file.mode.startsWith('d') ? 'x' : 'r', file),
  );
  const foreign = scene.files.filter(
    (file) => isOdd(scene, file) && file.owner !== account.name && !may(account, 'w', file),
  );
  const first = shut[0] ?? foreign[0];
  if (first === undefined) return [];
  const others = shut.length > 1 ? ` and ${String(shut.length - 1)} more` : '';
  const text = `${explain(scene, first, first.path)}${others}`;
  return [
    clue(
      'permissions',
      shut.length > 0 ? 1 : 3,
      'permission-odd',
      shut.length > 0 ? 'warning' : 'info',
      text,
      [...shut, ...foreign].slice(0, 10).map(lineOf).join('\n'),
      repair(first.path),
    ),
  ];
}

/** Whether owner or mode differ from what most of its neighbours have. */
function isOdd(scene: Scene, file: FileEntry): boolean {
  const usual = usualOwner(scene.files, file.path);
  return usual === scene.account?.name && (file.owner !== usual || !/^.r/.test(file.mode));
}

const lineOf = ({ mode, owner, group, path }: WayStep): string => `${mode} ${owner} ${group} ${path}`;
