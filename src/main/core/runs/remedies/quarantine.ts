import type { PlannedStep, PreflightItem } from '#shared/run/run.ts';
import { quote } from '../../ssh/channel/quote.ts';
import { lastLine, type Remote } from '../remote.ts';
import { emptyingScript } from './keptName.ts';
import { CaptureRefused, cost, fine, type Proof, refusal, type RemedyOrder, type Seen } from './remedy.ts';

/** Where things of a folder are moved to: within the folder, so that moving is a rename and keeps their place in it. */
export const quarantineOf = (folder: string): string => `${folder}/.sitrep-quarantine`;

/** Empties what earlier runs left in the quarantine, once its time is over. */
export function emptyingStep(order: RemedyOrder, quarantine: string, sudo: string): PlannedStep {
  return {
    title: 'Empty what was put aside more than 7 days ago',
    command: emptyingScript(quote(quarantine), order.nowAt, sudo),
    cwd: null,
    timeoutMs: order.timeoutMs,
  };
}

export const sizeText = (kib: number): string =>
  kib < 1_024
    ? `${String(kib)} KiB`
    : kib < 1_048_576
      ? `${(kib / 1_024).toFixed(1)} MiB`
      : `${(kib / 1_048_576).toFixed(1)} GiB`;

const linesOf = (text: string) => text.split('\n').filter((line) => line !== '');

/** What lies under the matches that must not move: homes and mount points. */
async function inhabitants(matches: readonly string[], remote: Remote): Promise<readonly PreflightItem[]> {
  const { stdout } = await remote.ask(`{ cut -d: -f6 /etc/passwd; cut -d' ' -f2 /proc/mounts; } 2>/dev/null | sort -u`);
  const places = linesOf(stdout).filter((place) => place.startsWith('/') && place !== '/');
  return matches.flatMap((match) => {
    const inside = places.find((place) => place === match || place.startsWith(`${match}/`));
    return inside === undefined ? [] : [refusal(`${match} is or contains ${inside}, a home or a mount point: refused`)];
  });
}

/** Free KiB and the share in use of the file system that a path is on; null where df says nothing. */
export async function spaceAt(
  path: string,
  remote: Remote,
): Promise<{ readonly freeKib: number; readonly percent: number } | null> {
  const { stdout } = await remote.ask(`LC_ALL=C df -Pk -- ${quote(path)} | tail -n 1`);
  const match = /\s(\d+)\s+(\d+)%\s/.exec(stdout);
  return match === null ? null : { freeKib: Number(match[1]), percent: Number(match[2]) };
}

export type Matched = { readonly items: readonly PreflightItem[]; readonly seen: Seen };

/**
 * What would be moved or deleted, with its size: homes, mount points, files of others under a sticky bit and folders
 * that cannot be written are refused. `list` is sh text that prints one path a line.
 */
export async function matchedItems(
  parts: {
    readonly list: string;
    readonly folders: readonly string[];
    readonly sudo: string;
    readonly nothing: string;
  },
  remote: Remote,
): Promise<Matched> {
  const { list, folders, sudo, nothing } = parts;
  const matches = linesOf((await remote.ask(list, { deadlineMs: 60_000 })).stdout);
  const seen = { matches: matches.join('\n') };
  if (matches.length === 0) return { items: [refusal(nothing)], seen };
  const size = await remote.ask(`{ ${list}; } | while IFS= read -r f; do ${sudo}du -sk -- "$f" 2>/dev/null; done`, {
    deadlineMs: 120_000,
  });
  const kib = linesOf(size.stdout).reduce((sum, line) => sum + (Number.parseInt(line, 10) || 0), 0);
  const shown = matches.slice(0, 5).join(', ');
  const more = matches.length > 5 ? ` and ${String(matches.length - 5)} more` : '';
  const items = [
    cost(`${String(matches.length)} ${matches.length === 1 ? 'item' : 'items'}, ${sizeText(kib)}: ${shown}${more}`),
    ...(await inhabitants(matches, remote)),
    ...(sudo === '' ? await unwritable(folders, list, remote) : []),
  ];
  return { items, seen: { ...seen, kib: String(kib) } };
}

async function unwritable(folders: readonly string[], list: string, remote: Remote): Promise<readonly PreflightItem[]> {
  const checks = folders.map(
    (folder) => `[ -w ${quote(folder)} ] || printf 'w %s\\n' ${quote(folder)}; [ ! -k ${quote(folder)} ] || sticky=1`,
  );
  const owners = `[ -z "$sticky" ] || [ "$(id -u)" = 0 ] || { ${list}; } | while IFS= read -r f; do [ -O "$f" ] || echo "o $f"; done`;
  const { stdout } = await remote.ask(`sticky=; ${checks.join('; ')}; ${owners}`);
  return linesOf(stdout)
    .slice(0, 5)
    .map((line) =>
      refusal(
        line.startsWith('w ')
          ? `${line.slice(2)} is not writable for this user`
          : `${line.slice(2)} belongs to another user`,
      ),
    );
}

/** Refuses to go on where more matches by now than was shown. */
export async function checkNotGrown(list: string, remote: Remote, seen: Seen): Promise<readonly string[]> {
  const known = new Set((seen['matches'] ?? '').split('\n'));
  const matches = linesOf((await remote.ask(list, { deadlineMs: 60_000 })).stdout);
  const added = matches.filter((match) => !known.has(match));
  if (added.length > 0)
    throw new CaptureRefused(
      `More matches now than you were shown: ${added.slice(0, 3).join(', ')}${added.length > 3 ? ', ...' : ''}`,
    );
  return matches;
}

/** Whether the home, where copies are kept, has room for one more; nothing where there is plenty. */
export async function homeRoomItems(kib: number, remote: Remote): Promise<readonly PreflightItem[]> {
  const home = (await remote.ask('cd ~ && pwd')).stdout.trim();
  const space = await spaceAt(home, remote);
  if (space === null || space.freeKib > kib + 256) return [];
  return [refusal(`Not enough room to keep a copy: ${sizeText(space.freeKib)} free at ${home} for ${sizeText(kib)}`)];
}

/** Whether a quarantine on another file system has room; nothing where it is on the same one. */
export async function roomItems(quarantine: string, kib: number, remote: Remote): Promise<readonly PreflightItem[]> {
  const space = await spaceAt(quarantine, remote);
  if (space === null) return [refusal(`${quarantine} cannot be used as a quarantine: it does not exist`)];
  const text = `${sizeText(space.freeKib)} free at ${quarantine} for ${sizeText(kib)}`;
  return [space.freeKib > kib + 1_024 ? fine(text) : refusal(`Not enough room to put it aside: ${text}`)];
}

/** What is not copied to its end yet; never taken for a whole one. */
const part = '.sitrep-part';

/**
 * Sh text that puts things aside on another file system: they are gone from their place only once all copies are on the
 * disk, and half a copy never stays. `each` makes the loop over them, each as `$f`.
 */
export function movingOver(each: (what: string) => string, place: string, sudo: string): string {
  const to = quote(place);
  const copied = `${sudo}cp -a -- "$f" ${to}/${part} && ${sudo}mv -- ${to}/${part} ${to}/"\${f##*/}" || { ${sudo}rm -rf -- ${to}/${part}; exit 1; }`;
  const isThere = `[ -e ${to}/"\${f##*/}" ] || [ -L ${to}/"\${f##*/}" ] || continue`;
  return `${each(`{ ${copied}; }`)} && { sync -f ${to} 2>/dev/null || sync; } && ${each(`{ ${isThere}; ${sudo}rm -rf -- "$f"; }`)}`;
}

/**
 * Sh text that moves everything of a quarantine back to where it was, and says what is in the way. What was cut off
 * while it was taken from its place has left a part of itself there, which is no other thing.
 */
export function restoreScript(quarantine: string, folder: string, sudo: string): string {
  const [from, to] = [quote(quarantine), quote(folder)];
  return `cd -- ${from} || exit 3
left=0
for f in * .[!.]* ..?*; do
  [ -e "$f" ] || [ -L "$f" ] || continue
  [ "$f" != ${part} ] || { ${sudo}rm -rf -- "$f"; continue; }
  if [ -e ${to}/"$f" ] || [ -L ${to}/"$f" ]; then
    if [ -L "$f" ] || [ -n "$(${sudo}diff -rq -- "$f" ${to}/"$f" 2>&1 | grep -vF "Only in $f")" ]; then
      printf 'in the way: %s\n' ${to}/"$f"; left=1; continue
    fi
    ${sudo}rm -rf -- ${to}/"$f"
  fi
  ${sudo}mv -- "$f" ${to}/ || left=1
done
[ $left = 0 ] && cd / && ${sudo}rmdir -- ${from} && { ${sudo}rmdir -- ${quote(quarantine.replace(/\/[^/]+$/, ''))} 2>/dev/null; true; }`;
}

/** Undoes a quarantine. What is in the way stays in the quarantine and is named. */
export async function restoreFrom(
  places: readonly (readonly [string, string])[],
  sudo: string,
  remote: Remote,
): Promise<Proof> {
  const texts: string[] = [];
  let isProved = true;
  for (const [quarantine, folder] of places) {
    const answer = await remote.ask(restoreScript(quarantine, folder, sudo), { deadlineMs: 120_000 });
    if (answer.code === 3) texts.push(`${quarantine} is gone: it was emptied, or everything is back already`);
    else
      texts.push(
        answer.code === 0 ? `everything is back in ${folder}` : `${lastLine(answer)}; the rest stays in ${quarantine}`,
      );
    isProved &&= answer.code === 0;
  }
  return { isProved, text: texts.join('; ') };
}
