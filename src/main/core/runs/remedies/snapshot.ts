import { quote } from '../../ssh/channel/quote.ts';
import { lastLine, type Remote } from '../remote.ts';
import { ifOver, keptName } from './keptName.ts';
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
${sudo === '' ? '[ "$(id -u)" = 0 ]' : `[ "$(${sudo}id -u)" = 0 ]`}`;

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
export function snapshotFolder(place: SnapshotPlace, root: string, order: RemedyOrder): string {
  const base =
    place.kind === 'btrfs'
      ? `${btrfsFolder(place.of)}/${keptName(order)}`
      : `${place.inside === '' ? root : root.slice(0, -place.inside.length - 1)}/.zfs/snapshot/${keptName(order)}`;
  return place.inside === '' ? base : `${base}/${place.inside}`;
}

/** Makes the snapshot, and removes those of ours whose time is over. Returns why it could not be made; null when made. */
export async function makeSnapshot(
  place: SnapshotPlace,
  order: RemedyOrder,
  sudo: string,
  remote: Remote,
): Promise<string | null> {
  const script =
    place.kind === 'btrfs'
      ? `${withSbin}s=${quote(btrfsFolder(place.of))}
${sudo}mkdir -p -m 700 -- "$s" && ${sudo}btrfs subvolume snapshot -r ${quote(place.of)} "$s"/${quote(keptName(order))} >/dev/null || exit 1
${sudo}find "$s" -mindepth 1 -maxdepth 1 -type d -name 'sitrep-[0-9]*-*' | while IFS= read -r k; do set -- "$k"; ${ifOver(order.nowAt, `${sudo}btrfs subvolume delete "$k" >/dev/null 2>&1`)}; done; true`
      : `${sudo}zfs snapshot ${quote(`${place.of}@${keptName(order)}`)} || exit 1
${sudo}zfs list -H -t snapshot -o name -d 1 ${quote(place.of)} | while IFS= read -r k; do set -- "$k"
  case $k in *@sitrep-[0-9]*-*) ${ifOver(order.nowAt, `${sudo}zfs destroy "$k"`)} ;; esac
done; true`;
  const answer = await remote.ask(script, { deadlineMs: 60_000 });
  return answer.code === 0 ? null : lastLine(answer) || 'no reason was given';
}
