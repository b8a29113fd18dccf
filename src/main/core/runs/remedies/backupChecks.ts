import type { PreflightItem } from '#shared/run/run.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import { durationText } from '#shared/time/duration.ts';
import { dayMs, hourMs, secondMs } from '#shared/time/instant.ts';
import { quote } from '../../ssh/channel/quote.ts';
import type { Remote } from '../remote.ts';
import { withOurHome } from './archiveScripts.ts';
import { archiveEndings } from './backupArchive.ts';
import { backupWord } from './backupWord.ts';
import { listFiles } from './backupComparison.ts';
import { type Compared, type Comparison, copying } from './compareBackup.ts';
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
const usableScript = (b: string, r: string) => `if [ -L ${b} ] && [ ! -e ${b} ]; then readlink -- ${b}; exit 20; fi
[ -e ${b} ] || exit 21
[ -d ${b} ] || exit 22
[ -d ${r} ] || exit 23
cd -- ${b} || exit 24
case "$(cd -- ${r} && pwd -P)/" in "$(pwd -P)"/*) exit 25;; esac
trouble=$(find . -print 2>&1 >/dev/null) || { printf '%s\\n' "$trouble" | head -n 3; exit 26; }
[ -z "$(find . -name '*
*' -o -name '*\\\\*' | head -n 1)" ] || exit 27
[ -w ${r} ] || exit 28
closed=$(${listFiles} | while IFS= read -r f; do [ -L "$f" ] || [ -r "$f" ] || echo "$f"; done | head -n 3)
[ -z "$closed" ] || { printf '%s\\n' "$closed"; exit 26; }`;

/** Why the backup cannot be used at all; null where it can. */
export async function unusable(order: RemedyOrder, remote: Remote): Promise<string | null> {
  const [backup, root, sudo] = [pathOption(order, 'backup'), pathOption(order, 'root'), sudoOf(order, copying)];
  if (sudo !== '' && (await remote.ask(`${sudo.replace('sudo', 'sudo -n')}sh -c :`)).code !== 0)
    return 'sudo must allow sh without a password: what is overwritten is compared and kept as root';
  const script = withOurHome(usableScript(backupWord(order), quote(root)), sudo);
  const { code, stdout } = await remote.ask(script, { deadlineMs: 60_000 });
  if (code === 0) return null;
  const said = stdout.trim().replaceAll('\n', ', ');
  const who = sudo === '' ? 'this user' : sudo.trim();
  const reasons: Readonly<Record<number, string>> = {
    20: `${backup} is a link to ${said}, which is not there: the backup is missing`,
    21: `There is no backup at ${backup}`,
    22: `${backup} is no folder, and its name does not say which archive it is (${archiveEndings})`,
    23: `There is no folder ${root} to restore into`,
    24: `${backup} cannot be read by ${who}`,
    25: `${root} lies inside the backup ${backup}: name the folder of the backup that holds its files`,
    26: `Not all of the backup can be read by ${who}: ${said}`,
    27: 'The backup has file names with line breaks or backslashes, which cannot be kept safely: restore it by hand',
    28: `${root} cannot be written by ${who}: it belongs to somebody else, or its file system is mounted read-only`,
  };
  return reasons[code] ?? `${backup} cannot be looked at`;
}

/** How old the newest file of the backup is, and whether it may be. */
export async function ageItem(order: RemedyOrder, remote: Remote): Promise<PreflightItem> {
  const sudo = sudoOf(order, copying);
  const newestOf = `cd -- ${backupWord(order)} && find . -type f -exec stat -c %Y -- {} + | sort -n | tail -n 1`;
  const script = `date +%s; ${withOurHome(newestOf, sudo)}`;
  const [now = '', newest = ''] = (await remote.ask(script, { deadlineMs: 60_000 })).stdout.trim().split('\n');
  const ageMs = (Number(now) - Number(newest)) * secondMs;
  if (newest === '' || Number.isNaN(ageMs)) return cost('The age of the backup cannot be told');
  const limitMs = maxAgeMs(order);
  if (ageMs < -hourMs) {
    const future = `The newest file of the backup is dated ${durationText(-ageMs)} ahead: its age cannot be told`;
    return limitMs === null ? cost(future) : refusal(future);
  }
  const text = `The newest file of the backup is ${durationText(ageMs)} old`;
  if (limitMs !== null && ageMs > limitMs)
    return refusal(`${text}; it must not be older than ${order.options['max-age'] ?? ''}`);
  return limitMs === null && ageMs > unusualAgeMs ? cost(text) : fine(text);
}

/** Files that a copy would not overwrite but write through or run into, and names that share their file. */
export function oddItems({ shown }: Comparison): readonly PreflightItem[] {
  const of = (kind: Compared['odd']): string =>
    shown
      .filter(({ odd }) => odd === kind)
      .slice(0, 5)
      .map(({ file }) => file)
      .join(', ');
  const [links, folders, files, shared] = [of('link'), of('folder'), of('file'), of('shared')];
  return [
    ...(links === ''
      ? []
      : [refusal(`${links}: a link there, through which the copy would write: replace it by a file first`)]),
    ...(folders === '' ? [] : [refusal(`${folders}: a folder there and a file in the backup`)]),
    ...(files === '' ? [] : [refusal(`${files}: no folder there and a folder in the backup`)]),
    ...(shared === ''
      ? []
      : [cost(`${shared}: hard links. Their other names change too, and stay changed when it is undone`)]),
  ];
}

/** Whether there is room for what comes, and for keeping what it overwrites. */
export async function spaceItems(
  order: RemedyOrder,
  { keptBytes: kept, grownBytes: grown }: Comparison,
  place: SnapshotPlace | null,
  remote: Remote,
): Promise<readonly PreflightItem[]> {
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
