import type { PreflightItem } from '#shared/run/run.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import { durationText } from '#shared/time/duration.ts';
import { dayMs, hourMs, secondMs } from '#shared/time/instant.ts';
import { quote } from '../../ssh/channel/quote.ts';
import type { Remote } from '../remote.ts';
import { type Compared, copying, listFiles, named } from './compareBackup.ts';
import { pathOption, sudoOf } from './paths.ts';
import { sizeText, spaceAt } from './quarantine.ts';
import { cost, fine, refusal, type RemedyOrder } from './remedy.ts';
import type { SnapshotPlace } from './snapshot.ts';

const unusualAgeMs = 7 * dayMs;

/** `max-age=24h`: a backup older than that is not what it claims to be. Throws `RequestError` INVALID for no age. */
export function maxAgeMs({ options }: RemedyOrder): number | null {
  const text = options['max-age'];
  if (text === undefined || text === '') return null;
  const match = /^(\d+)(h|d)$/.exec(text);
  if (match !== null) return Number(match[1]) * (match[2] === 'h' ? hourMs : dayMs);
  throw new RequestError(
    'INVALID',
    `max-age=${text} is no age`,
    'Write hours or days, such as max-age=24h or max-age=7d.',
  );
}

/** What is looked at before anything is compared, in this order; each has an exit status of its own. */
const usableScript = (
  b: string,
  r: string,
  sudo: string,
) => `if [ -L ${b} ] && [ ! -e ${b} ]; then readlink -- ${b}; exit 7; fi
[ -e ${b} ] || exit 3
[ -d ${b} ] || exit 4
[ -d ${r} ] || exit 5
cd -- ${b} || exit 6
case "$(cd -- ${r} && pwd -P)/" in "$(pwd -P)"/*) exit 8;; esac
[ -z "$(find . -name '*
*' -o -name '*\\\\*' | head -n 1)" ] || exit 9
[ -n '${sudo}' ] || ${listFiles} | while IFS= read -r f; do [ -r "$f" ] || echo "$f"; done | head -n 3`;

/** Why the backup cannot be used at all; null where it can. */
export async function unusable(order: RemedyOrder, remote: Remote): Promise<string | null> {
  const [backup, root, sudo] = [pathOption(order, 'backup'), pathOption(order, 'root'), sudoOf(order, copying)];
  if (sudo !== '' && (await remote.ask('sudo -n sh -c :')).code !== 0)
    return 'sudo must allow sh without a password: what is overwritten is compared and kept as root';
  const script = usableScript(quote(backup), quote(root), sudo);
  const { code, stdout } = await remote.ask(script, { deadlineMs: 60_000 });
  const said = stdout.trim().replaceAll('\n', ', ');
  const reasons: Readonly<Record<number, string>> = {
    3: `There is no backup at ${backup}`,
    4: `${backup} is no folder: unpack it first, or restore it with commands of the runbook`,
    5: `There is no folder ${root} to restore into`,
    6: `${backup} cannot be read by this user`,
    7: `${backup} is a link to ${said}, which is not there: the backup is missing`,
    8: `${root} lies inside the backup ${backup}: name the folder of the backup that holds its files`,
    9: 'The backup has file names with line breaks or backslashes, which cannot be kept safely: restore it by hand',
  };
  if (code !== 0) return reasons[code] ?? `${backup} cannot be looked at`;
  return said === '' ? null : `Files of the backup cannot be read: ${said}`;
}

/** How old the newest file of the backup is, and whether it may be. */
export async function ageItem(order: RemedyOrder, remote: Remote): Promise<PreflightItem> {
  const sudo = sudoOf(order, copying);
  const script = `date +%s; cd -- ${quote(pathOption(order, 'backup'))} && ${sudo}find . -type f -exec stat -c %Y -- {} + | sort -n | tail -n 1`;
  const [now = '', newest = ''] = (await remote.ask(script, { deadlineMs: 60_000 })).stdout.trim().split('\n');
  const ageMs = (Number(now) - Number(newest)) * secondMs;
  if (newest === '' || Number.isNaN(ageMs)) return cost('The age of the backup cannot be told');
  const limitMs = maxAgeMs(order);
  const text = `The newest file of the backup is ${durationText(ageMs)} old`;
  if (limitMs !== null && ageMs > limitMs)
    return refusal(`${text}; it must not be older than ${order.options['max-age'] ?? ''}`);
  return limitMs === null && ageMs > unusualAgeMs ? cost(text) : fine(text);
}

/** Files that a copy would not overwrite but write through or run into, and names that share their file. */
export function oddItems(list: readonly Compared[]): readonly PreflightItem[] {
  const of = (kind: Compared['odd']) => list.filter(({ odd }) => odd === kind);
  const [links, folders, shared] = [of('link'), of('folder'), of('shared')];
  return [
    ...(links.length === 0
      ? []
      : [refusal(`${named(links)}: a link there, through which the copy would write: replace it by a file first`)]),
    ...(folders.length === 0 ? [] : [refusal(`${named(folders)}: a folder there and a file in the backup`)]),
    ...(shared.length === 0
      ? []
      : [cost(`${named(shared)}: hard links. Their other names change too, and stay changed when it is undone`)]),
  ];
}

/** Whether there is room for what comes, and for keeping what it overwrites. */
export async function spaceItems(
  order: RemedyOrder,
  list: readonly Compared[],
  place: SnapshotPlace | null,
  remote: Remote,
): Promise<readonly PreflightItem[]> {
  const kept = list.filter((one) => one.kind === 'changed').reduce((sum, one) => sum + one.oldSize, 0);
  const grown = list
    .filter((one) => one.kind !== 'same')
    .reduce((sum, one) => sum + Math.max(0, one.size - one.oldSize), 0);
  const home = (await remote.ask('cd ~ && pwd')).stdout.trim();
  const root = { what: 'to restore', folder: pathOption(order, 'root'), bytes: grown };
  const places = place === null ? [{ what: 'to keep what is overwritten', folder: home, bytes: kept }, root] : [root];
  const items: PreflightItem[] = place === null ? [] : [fine(`A ${place.kind} snapshot keeps what is overwritten`)];
  for (const { what, folder, bytes } of places) {
    const space = await spaceAt(folder, remote);
    if (space === null) continue;
    const text = `${sizeText(space.freeKib)} free at ${folder} ${what} (${sizeText(Math.ceil(bytes / 1_024))})`;
    items.push(space.freeKib * 1_024 > bytes + 1_048_576 ? fine(text) : refusal(`Not enough room: ${text}`));
  }
  return items;
}
