import { RequestError } from '#shared/rpc/errors.ts';
import type { PreflightItem } from '#shared/run/run.ts';
import { dayMs, hourMs, secondMs } from '#shared/time/instant.ts';
import { durationText } from '#shared/time/duration.ts';
import { quote } from '../../ssh/channel/quote.ts';
import { programItems, sudoItems } from '../commandChecks.ts';
import { lastLine, type Remote } from '../remote.ts';
import {
  type Compared,
  compareBackup,
  comparison,
  copying,
  differenceItems,
  listFiles,
  named,
} from './compareBackup.ts';
import { keepFolder, makeKeepFolder } from './keepFolder.ts';
import { pathOption, sudoOf } from './paths.ts';
import { sizeText, spaceAt } from './quarantine.ts';
import { rootItems } from './rootItems.ts';
import { makeSnapshot, snapshotFolder, type SnapshotPlace, snapshotPlace } from './snapshot.ts';
import { CaptureRefused, cost, fine, type Proof, refusal, type Remedy, type RemedyOrder } from './remedy.ts';

const unusualAgeMs = 7 * dayMs;

/** `max-age=24h`: a backup older than that is not what it claims to be. */
function maxAgeMs({ options }: RemedyOrder): number | null {
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

/** Why the backup cannot be used at all; null where it can. */
async function unusable(order: RemedyOrder, remote: Remote): Promise<string | null> {
  const [backup, root, sudo] = [pathOption(order, 'backup'), pathOption(order, 'root'), sudoOf(order, copying)];
  const [b, r] = [quote(backup), quote(root)];
  if (sudo !== '' && (await remote.ask('sudo -n sh -c :')).code !== 0)
    return 'sudo must allow sh without a password: what is overwritten is compared and kept as root';
  const script = `[ -e ${b} ] || exit 3; [ -d ${b} ] || exit 4; [ -d ${r} ] || exit 5; cd -- ${b} || exit 6; [ -n '${sudo}' ] || ${listFiles} | while IFS= read -r f; do [ -r "$f" ] || echo "$f"; done | head -n 3`;
  const { code, stdout } = await remote.ask(script, { deadlineMs: 60_000 });
  const reasons: Readonly<Record<number, string>> = {
    3: `There is no backup at ${backup}`,
    4: `${backup} is no folder`,
    5: `There is no folder ${root} to restore into`,
    6: `${backup} cannot be read by this user`,
  };
  if (code !== 0) return reasons[code] ?? `${backup} cannot be looked at`;
  const unreadable = stdout.trim().replaceAll('\n', ', ');
  return unreadable === '' ? null : `Files of the backup cannot be read: ${unreadable}`;
}

async function ageItem(order: RemedyOrder, remote: Remote): Promise<PreflightItem> {
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

async function spaceItems(
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

const placeOf = (order: RemedyOrder, remote: Remote) =>
  snapshotPlace(pathOption(order, 'root'), sudoOf(order, copying), remote);

const list = (order: RemedyOrder, name: string) => `${keepFolder(order)}/${name}`;

/**
 * Keeps the owner and mode of what is overwritten in an archive, or leaves it to the snapshot that was made, and the
 * names of what is new.
 */
function captureScript(order: RemedyOrder, hasSnapshot: boolean): string {
  const [backup, root, sudo] = [pathOption(order, 'backup'), pathOption(order, 'root'), sudoOf(order, copying)];
  return `${makeKeepFolder(order)} || exit 1
: > ${list(order, 'overwritten')}; : > ${list(order, 'added')}
{ ${comparison(backup, root, sudo)}; } | while read -r kind size old f; do
  case $kind in
    changed) printf '%s\\n' "$f" >> ${list(order, 'overwritten')} ;;
    new) printf '%s\\n' "$f" >> ${list(order, 'added')} ;;
  esac
done
${hasSnapshot ? '' : archive(order, root, sudo)}wc -l < ${list(order, 'overwritten')} && wc -l < ${list(order, 'added')}`;
}

const archive = (
  order: RemedyOrder,
  root: string,
  sudo: string,
) => `cd -- ${quote(root)} && ${sudo}tar -cf - -T ${list(order, 'overwritten')} > ${list(order, 'overwritten.tar')} &&
[ "$(tar -tf ${list(order, 'overwritten.tar')} | wc -l)" -eq "$(wc -l < ${list(order, 'overwritten')})" ] &&
`;

/** The old files come out of the archive, or out of the snapshot by way of another one. */
function undoScript(order: RemedyOrder, snapshot: string | null): string {
  const [root, sudo] = [pathOption(order, 'root'), sudoOf(order, copying)];
  const unit = order.options['unit'];
  const restart =
    unit === undefined || !order.steps.some(({ command }) => /systemctl\s+restart/.test(command))
      ? 'true'
      : `${sudo}systemctl restart ${quote(unit)} || echo 'not restarted'`;
  const names = `-T ${list(order, 'overwritten')}`;
  const bringBack =
    snapshot === null
      ? `[ -f ${list(order, 'overwritten.tar')} ] || { echo 'what was kept is gone' >&2; exit 1; }
cd -- ${quote(root)} && ${sudo}tar -xpf ${list(order, 'overwritten.tar')} || exit 1`
      : `${sudo}[ -d ${quote(snapshot)} ] || { echo 'the snapshot is gone' >&2; exit 1; }
cd -- ${quote(root)} && ${sudo}tar -C ${quote(snapshot)} -cf - ${names} | ${sudo}tar -xpf - || exit 1`;
  return `${bringBack}
while IFS= read -r f; do ${sudo}rm -f -- "$f" || exit 1; done < ${list(order, 'added')}
${restart}`;
}

async function verifyRestored(order: RemedyOrder, remote: Remote): Promise<Proof> {
  const compared = await compareBackup(order, remote);
  const differing = compared.filter((one) => one.kind !== 'same');
  if (differing.length === 0)
    return { isProved: compared.length > 0, text: `${String(compared.length)} files are as in the backup` };
  // A service that runs again writes; nothing restored at all is another matter.
  return {
    isProved: differing.length < compared.length,
    text: `${String(differing.length)} of ${String(compared.length)} files differ from the backup: ${named(differing)}`,
  };
}

/** Copies a backup over a folder; what it overwrites is kept first, and comes back when undone. */
export const restoreBackup: Remedy = {
  kind: 'restore-backup',
  plan: (order) => {
    const [backup, root] = [pathOption(order, 'backup'), pathOption(order, 'root')];
    maxAgeMs(order);
    const own = {
      title: `Restore ${backup}`,
      command: `cp -a ${quote(backup)}/. ${quote(root)}/`,
      cwd: null,
      timeoutMs: order.timeoutMs,
    };
    return {
      steps: order.steps.length > 0 ? order.steps : [own],
      resource: `files:${root}`,
      wayBack: { kind: 'kept', text: 'What is overwritten is kept and can come back', untilAt: order.keepUntilAt },
    };
  },
  preflight: async (order, remote) => {
    const why = await unusable(order, remote);
    if (why !== null) return { items: [refusal(why)], seen: {} };
    const compared = await compareBackup(order, remote);
    const items = [
      ...(await rootItems(pathOption(order, 'root'), remote)),
      await ageItem(order, remote),
      ...differenceItems(compared),
      ...(await spaceItems(order, compared, await placeOf(order, remote), remote)),
      ...(await programItems(order.steps, remote)),
      ...(await sudoItems(order.steps, remote)),
    ];
    return { items, seen: {} };
  },
  capture: async (order, remote) => {
    const place = await placeOf(order, remote);
    const why = place === null ? null : await makeSnapshot(place, order, sudoOf(order, copying), remote);
    if (why !== null) throw new CaptureRefused(`The snapshot could not be made: ${why}`);
    const snapshot = place === null ? null : snapshotFolder(place, pathOption(order, 'root'), order.runId);
    const answer = await remote.ask(captureScript(order, snapshot !== null), { deadlineMs: 300_000 });
    if (answer.code !== 0) throw new CaptureRefused(`What would be overwritten could not be kept: ${lastLine(answer)}`);
    const [overwritten = '0', added = '0'] = answer.stdout
      .trim()
      .split('\n')
      .slice(-2)
      .map((line) => line.trim());
    const where = snapshot === null ? keepFolder(order) : `the ${place?.kind ?? ''} snapshot ${snapshot}`;
    const text = `${overwritten} overwritten files are kept in ${where}, ${added} new ones are noted`;
    const handle = { overwritten, added, ...(snapshot === null ? {} : { snapshot }) };
    return { kind: 'kept', text, untilAt: order.keepUntilAt, handle };
  },
  verify: verifyRestored,
  undo: async (order, remote, handle) => {
    const answer = await remote.ask(undoScript(order, handle['snapshot'] ?? null), { deadlineMs: 300_000 });
    if (answer.code !== 0) return { isProved: false, text: lastLine(answer) };
    // The old files are back either way; what was broken before may well not start.
    const restart = answer.stdout.includes('not restarted') ? `; the restart failed: ${lastLine(answer)}` : '';
    const counts = `${handle['overwritten'] ?? '0'} files are as before, ${handle['added'] ?? '0'} are removed again`;
    return { isProved: true, text: `${counts}${restart}` };
  },
};
