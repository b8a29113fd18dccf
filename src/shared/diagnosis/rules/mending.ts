import type { Need } from '../clue.ts';
import { readDeployments } from '../read/deployments.ts';
import type { Scene } from '../read/scene.ts';

const recentMs = 3 * 24 * 60 * 60_000;
const slackMs = 5_000;

/** The commit that brought a file as it is now; null where the file was changed since, or came with no recent one. */
export function commitOf(scene: Scene, path: string) {
  const commit = readDeployments(scene.output('Deployed commits')).find(({ files }) => files.includes(path));
  if (commit === undefined || commit.isFirst) return null;
  const at = Math.max(commit.movedAt ?? 0, commit.at);
  const file = scene.files.find((one) => one.path === path);
  const isNewer = file !== undefined && file.changedAt > at + slackMs && commit.movedAt !== null;
  const isRecent = scene.hostNow === null || scene.hostNow - at < recentMs;
  return isNewer || !isRecent ? null : commit;
}

/** What brings a broken file of the service back: the commit is taken back where it came with one, else the backup. */
export function mendFile(scene: Scene, path: string | null): readonly Need[] {
  const at = path === null ? {} : { path };
  const commit = path === null ? null : commitOf(scene, path);
  const restore = { kind: 'restore-backup', reason: 'the backup has the last good version of it', ...at };
  const aside: readonly Need[] = isData(path)
    ? [{ kind: 'set-aside', reason: 'the broken file is kept aside, and the last good one takes its place', ...at }]
    : [];
  if (commit !== null) {
    const back = { kind: 'roll-back', reason: `it came with ${commit.hash.slice(0, 7)} "${commit.subject}"`, ...at };
    return [back, ...aside, restore];
  }
  return [...aside, restore, { kind: 'roll-back', reason: 'an older commit has another version of it', ...at }];
}

/** What brings a missing file back: the commit is taken back that removed it, else the backup has it. */
export function mendMissing(scene: Scene, path: string): readonly Need[] {
  const commit = readDeployments(scene.output('Deployed commits')).find(({ files }) => files.includes(path));
  const restore = { kind: 'restore-backup', reason: 'the backup may still have it', path };
  const back = { kind: 'roll-back', path, reason: `${commit?.hash.slice(0, 7) ?? 'the last commit'} removed it` };
  const other = { ...back, reason: 'a reset brings back every file of the commit' };
  return commit?.removed.includes(path) === true ? [back, restore] : [restore, other];
}

const isData = (path: string | null): boolean => path !== null && /\.(?:json|db|sqlite3?)$/.test(path);
