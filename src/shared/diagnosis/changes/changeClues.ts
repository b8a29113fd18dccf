import { type Clue, clue, type Need } from '../clue.ts';
import type { Scene } from '../read/scene.ts';
import { mendFile } from '../rules/mending.ts';
import type { Change } from './change.ts';
import { rankChanges } from './rankChanges.ts';
import { readChanges } from './readChanges.ts';

const most = 12;
const suspectMs = 60 * 60_000;
/** So near a change is the likely cause; before, it may be one. */
const likelyMs = 15 * 60_000;

/** `4 min before the start`: how long before the outage something was. */
function beforeText(at: number, startedAt: number): string {
  const minutes = Math.round((startedAt - at) / 60_000);
  if (minutes < 1) return 'right before the start';
  if (minutes < 120) return `${String(minutes)} min before the start`;
  return minutes < 2_880
    ? `${String(Math.round(minutes / 60))} h before the start`
    : `${String(Math.round(minutes / 1_440))} days before the start`;
}

/** What takes a change back. */
function needsOf(scene: Scene, { id, path, text }: Change): readonly Need[] {
  if (id.startsWith('commit:'))
    return [
      {
        kind: 'roll-back',
        reason: `it takes back: ${text}`,
        path: id.slice(7).split('@')[0] === undefined ? '' : `${id.slice(7).split('@')[0] ?? ''}/.`,
      },
    ];
  if (path === undefined) return [];
  if (/\.service\.d\//.test(path))
    return [{ kind: 'set-aside-drop-ins', reason: `${path} was changed before it failed` }];
  return scene.places.some((folder) => path.startsWith(`${folder}/`))
    ? mendFile(scene, path).filter(({ kind }) => kind !== 'set-aside')
    : [];
}

/** What changed before the start, ranked; their ids begin with `change`. */
export function changeClues(scene: Scene): { readonly clues: readonly Clue[]; readonly suspect: Clue | null } {
  const startedAt = scene.startedAt ?? scene.hostNow;
  if (!scene.has('Changed files') || startedAt === null) return { clues: [], suspect: null };
  const ranked = rankChanges(readChanges(scene), startedAt);
  const told = ranked.slice(0, most);
  const clues = told.map((change) =>
    clue(
      'changes',
      3,
      `change:${change.id}`,
      'info',
      `${change.text}, ${beforeText(change.at, startedAt)}`,
      change.proof,
    ),
  );
  const nothing = clue(
    'changes',
    3,
    'change:none',
    'info',
    'Nothing is seen to have changed in the 2 days before the start',
    '',
  );
  return { clues: clues.length === 0 ? [nothing] : clues, suspect: suspectOf(scene, told, startedAt) };
}

/** The service's own change shortly before it failed: the first thing to doubt where nothing else is known. */
function suspectOf(scene: Scene, ranked: readonly Change[], startedAt: number): Clue | null {
  const own = ranked.filter(
    ({ related, at, id }) => related === 3 && startedAt - at < suspectMs && /^(?:commit|file|package|image):/.test(id),
  );
  const first = own.find((change) => needsOf(scene, change).length > 0) ?? own[0];
  if (first === undefined) return null;
  const isLikely = startedAt - first.at < likelyMs;
  return clue(
    'changes',
    isLikely ? 1 : 3,
    'suspect-change',
    isLikely ? 'critical' : 'warning',
    `${isLikely ? 'Likely' : 'Possible'} cause: ${first.text}, ${beforeText(first.at, startedAt)}`,
    first.proof,
    needsOf(scene, first),
  );
}
