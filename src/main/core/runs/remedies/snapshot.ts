import { quote } from '../../ssh/channel/quote.ts';
import { lastLine, type Remote } from '../remote.ts';
import type { RemedyOrder } from './remedy.ts';

/** A file system that can keep its state of a moment at once and without room. */
export type SnapshotPlace = {
  readonly kind: 'btrfs' | 'zfs';
  /** The subvolume's folder, or the dataset's name. */
  readonly of: string;
  /** Where the folder stands within it; empty for all of it. */
  readonly inside: string;
};

/**
 * Sh text that prints kind, subvolume or dataset, its folder, and the folder asked for. The root of a subvolume has
 * inode 256; snapshots need rights that only root has for sure.
 */
const detection = (folder: string, sudo: string) => `f=$(cd -- ${quote(folder)} && pwd -P) || exit 1
case $(stat -f -c %T -- "$f" 2>/dev/null) in
btrfs)
  command -v btrfs >/dev/null || PATH=$PATH:/usr/sbin:/sbin command -v btrfs >/dev/null || exit 1
  d=$f; while [ "$(stat -c %i -- "$d")" != 256 ]; do [ "$d" != / ] || exit 1; d=$(dirname -- "$d"); done
  printf 'btrfs\\n%s\\n%s\\n%s\\n' "$d" "$d" "$f" ;;
zfs)
  n=$(${sudo}zfs list -H -o name,mountpoint -- "$f") || exit 1
  printf 'zfs\\n%s\\n%s\\n%s\\n' "\${n%%	*}" "\${n##*	}" "$f" ;;
*) exit 1 ;;
esac
[ -n '${sudo}' ] || [ "$(id -u)" = 0 ]`;

/** The snapshot that could be made of a folder; null where the file system or our rights do not allow one. */
export async function snapshotPlace(folder: string, sudo: string, remote: Remote): Promise<SnapshotPlace | null> {
  const { code, stdout } = await remote.ask(detection(folder, sudo));
  const [kind, of = '', root = '', real = ''] = stdout.split('\n');
  if (code !== 0 || (kind !== 'btrfs' && kind !== 'zfs') || of === '') return null;
  if (real !== root && !real.startsWith(root === '/' ? '/' : `${root}/`)) return null;
  return { kind, of, inside: real.slice(root.length).replace(/^\//, '') };
}

const withSbin = 'PATH=$PATH:/usr/sbin:/sbin; export PATH\n';
const btrfsFolder = (of: string) => `${of === '/' ? '' : of}/.sitrep-snapshots`;

/** Where the folder is found in the snapshot of this run, read-only. */
export function snapshotFolder(place: SnapshotPlace, root: string, runId: string): string {
  const base =
    place.kind === 'btrfs'
      ? `${btrfsFolder(place.of)}/${runId}`
      : `${place.inside === '' ? root : root.slice(0, -place.inside.length - 1)}/.zfs/snapshot/sitrep-${runId}`;
  return place.inside === '' ? base : `${base}/${place.inside}`;
}

/** Makes the snapshot, and removes ours that are older than a week. Returns why it could not be made; null when made. */
export async function makeSnapshot(
  place: SnapshotPlace,
  order: RemedyOrder,
  sudo: string,
  remote: Remote,
): Promise<string | null> {
  const script =
    place.kind === 'btrfs'
      ? `${withSbin}s=${quote(btrfsFolder(place.of))}
${sudo}mkdir -p -m 700 -- "$s" && ${sudo}btrfs subvolume snapshot -r ${quote(place.of)} "$s"/${quote(order.runId)} >/dev/null || exit 1
${sudo}find "$s" -mindepth 1 -maxdepth 1 -type d -ctime +7 -exec btrfs subvolume delete {} + >/dev/null 2>&1; true`
      : `${sudo}zfs snapshot ${quote(`${place.of}@sitrep-${order.runId}`)} || exit 1
old=$(( $(date +%s) - 604800 ))
${sudo}zfs list -H -p -t snapshot -o name,creation -- ${quote(place.of)} | while read -r n c; do
  case $n in *@sitrep-*) [ "$c" -ge "$old" ] || ${sudo}zfs destroy "$n" ;; esac
done; true`;
  const answer = await remote.ask(script, { deadlineMs: 60_000 });
  return answer.code === 0 ? null : lastLine(answer) || 'no reason was given';
}
