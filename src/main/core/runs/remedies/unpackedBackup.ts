import { hourMs } from '#shared/time/instant.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import { fullDisk, lastLine, type Answer, type Remote } from '../remote.ts';
import { archiveLook, throwAwayScript, unpackedWord, unpackScript, withOurHome } from './archiveScripts.ts';
import { type BackupArchive, backupArchive } from './backupArchive.ts';
import { copying } from './compareBackup.ts';
import { pathOption, sudoOf } from './paths.ts';
import { sizeText, spaceAt } from './quarantine.ts';
import type { RemedyOrder } from './remedy.ts';

/** The archive of an order; null where its backup is a folder. Throws `RequestError` INVALID for a bad `inside=`. */
export function archiveOf(order: RemedyOrder): BackupArchive | null {
  const archive = backupArchive(pathOption(order, 'backup'));
  const { inside } = order.options;
  if (archive === null || inside === undefined) return archive;
  if (inside === '.' || (/^[^/]/.test(inside) && inside.split('/').every((part) => !['', '.', '..'].includes(part))))
    return archive;
  throw new RequestError(
    'INVALID',
    `inside=${inside} is no folder of an archive`,
    'Write its path as the archive has it, such as inside=app/config, or inside=. for all of it.',
  );
}

/** The order as the preflight unpacks for it: under a name whose time is over soon. */
export const lookOrder = (order: RemedyOrder): RemedyOrder => ({
  ...order,
  runId: `${order.runId}-look`,
  keepUntilAt: order.nowAt + hourMs,
});

/** An archive that was read from end to end; `known` tells it from a later one of that name. */
export type SoundArchive =
  | { readonly kind: 'sound'; readonly bytes: number; readonly known: string }
  | { readonly kind: 'refused'; readonly why: string };

const said = ({ stdout }: Answer): string => stdout.trim().replaceAll('\n', ', ');

/** Reads the archive from end to end, and says why it cannot be restored. */
export async function soundArchive(order: RemedyOrder, archive: BackupArchive, remote: Remote): Promise<SoundArchive> {
  const [file, sudo] = [pathOption(order, 'backup'), sudoOf(order, copying)];
  const refused = (why: string): SoundArchive => ({ kind: 'refused', why });
  if (/ -u/.test(sudo))
    return refused(`An archive is unpacked in our own home, where ${sudo.trim()} reads nothing: use sudo without -u`);
  if (sudo !== '' && (await remote.ask('sudo -n sh -c :')).code !== 0)
    return refused('sudo must allow sh without a password: the archive is unpacked and compared as root');
  const answer = await remote.ask(withOurHome(archiveLook(archive, file), sudo), { deadlineMs: 300_000 });
  const reasons: Readonly<Record<number, string>> = {
    20: `${file} is a link to ${said(answer)}, which is not there: the backup is missing`,
    21: `There is no backup at ${file}`,
    24: `${file} cannot be read by ${sudo === '' ? 'this user' : 'root'}`,
    30: `${file} is a folder that is named like an archive: give it another name`,
    31: `${said(answer)} is not installed on ${remote.hostName}, and ${file} cannot be unpacked without it`,
    32: `${file} is damaged, cut off or locked by a password: ${said(answer)}`,
    33: `${file} is damaged or cut off: not all of it can be listed`,
    34: `${file} has paths that lead out of the folder: ${said(answer)}. Restore it by hand`,
    41: `${remote.hostName} has no UTF-8 locale, without which names in ${file} cannot be read`,
  };
  if (answer.code !== 0)
    return refused(reasons[answer.code] ?? `${file} cannot be looked at: ${lastLine(answer) || 'no reason was given'}`);
  const [bytes = '', known = ''] = answer.stdout.split('\n');
  return { kind: 'sound', bytes: Number(bytes), known: known.trim() };
}

/** Why there is no room to unpack into our home; null where there is. */
export async function noRoomToUnpack(bytes: number, remote: Remote): Promise<string | null> {
  const home = (await remote.ask('cd ~ && pwd')).stdout.trim();
  const space = await spaceAt(home, remote);
  if (space === null || space.freeKib * 1_024 > bytes + 1_048_576) return null;
  return `Not enough room: ${sizeText(space.freeKib)} free at ${home} to unpack the backup (${sizeText(Math.ceil(bytes / 1_024))})`;
}

/** What came of unpacking: the folder of the archive that is restored, or why none is. */
export type Unpacked =
  | { readonly kind: 'unpacked'; readonly inside: string }
  | { readonly kind: 'refused'; readonly why: string };

/** Unpacks the archive into the folder of this order; where that is refused nothing of it stays. */
export async function unpackBackup(order: RemedyOrder, archive: BackupArchive, remote: Remote): Promise<Unpacked> {
  const [file, root, sudo] = [pathOption(order, 'backup'), pathOption(order, 'root'), sudoOf(order, copying)];
  const own = '(umask 077; mkdir -p ~/.local/state/sitrep/unpacked) || exit 35\n';
  const script = withOurHome(unpackScript(order, archive, { file, root }), sudo);
  const answer = await remote.ask(`${own}${script}`, { deadlineMs: 300_000 });
  if (answer.code === 0) return { kind: 'unpacked', inside: answer.stdout.trim() };
  const errors = answer.stderr.split('\n').filter((line) => !line.includes('Exiting with failure status'));
  const last = lastLine({ ...answer, stdout: '', stderr: errors.join('\n') }) || 'no reason was given';
  const reasons: Readonly<Record<number, string>> = {
    36: `${file} has no folder ${said(answer)}, which inside= names`,
    37: `All of ${file} lies in its folder ${said(answer)}: write inside= with the folder that is to become ${root}, or inside=. to put it there as it is`,
    38: `Links of the backup lead out of ${root}: ${said(answer)}. Restore it by hand`,
    39: `The backup has devices, pipes or sockets: ${said(answer)}. Restore it by hand`,
  };
  const why = reasons[answer.code] ?? `${file} could not be unpacked: ${last}`;
  return { kind: 'refused', why: fullDisk.test(why) ? `${why} (at ${unpackedWord(order)})` : why };
}

/** Throws away what was unpacked for this order. */
export async function throwAway(order: RemedyOrder, remote: Remote): Promise<void> {
  await remote.ask(withOurHome(throwAwayScript(order), sudoOf(order, copying)), { deadlineMs: 60_000 });
}
