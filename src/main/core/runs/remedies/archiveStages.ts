import type { PreflightItem } from '#shared/run/run.ts';
import type { Remote } from '../remote.ts';
import type { BackupArchive } from './backupArchive.ts';
import { CaptureRefused, cost, fine, type Preflight, refusal, type RemedyOrder, type Seen } from './remedy.ts';
import { sizeText } from './quarantine.ts';
import { lookOrder, noRoomToUnpack, soundArchive, throwAway, unpackBackup } from './unpackedBackup.ts';

/**
 * Reads an archive to its end, unpacks it for a look beside everything, and throws that away again: what it would
 * overwrite is known only then.
 */
export async function lookIntoArchive(
  order: RemedyOrder,
  archive: BackupArchive,
  remote: Remote,
  itemsOf: (unpacked: RemedyOrder) => Promise<readonly PreflightItem[]>,
): Promise<Preflight> {
  const refused = (why: string): Preflight => ({ items: [refusal(why)], seen: {} });
  const sound = await soundArchive(order, archive, remote);
  if (sound.kind === 'refused') return refused(sound.why);
  const why = await noRoomToUnpack(sound.bytes, remote);
  if (why !== null) return refused(why);
  const look = lookOrder(order);
  const unpacked = await unpackBackup(look, archive, remote);
  if (unpacked.kind === 'refused') return refused(unpacked.why);
  const items = await itemsOf(look);
  await throwAway(look, remote);
  const size = sizeText(Math.ceil(sound.bytes / 1_024));
  return {
    items: [
      fine('The archive is whole: it was read from end to end'),
      ...(unpacked.inside === '.'
        ? []
        : [fine(`Its folder ${unpacked.inside.replace(/^\//, '')} is what is restored`)]),
      ...items,
      cost(`Unpacked it takes ${size} in the home of the user, for 7 days or until it is undone`),
    ],
    seen: { archive: sound.known },
  };
}

/** Unpacks the archive that the preflight has seen, to be copied from. Throws `CaptureRefused` where it cannot. */
export async function unpackToRestore(
  order: RemedyOrder,
  archive: BackupArchive,
  remote: Remote,
  seen: Seen,
): Promise<void> {
  const sound = await soundArchive(order, archive, remote);
  if (sound.kind === 'refused') throw new CaptureRefused(sound.why);
  if (sound.known !== seen['archive'])
    throw new CaptureRefused('The backup is another one than you were shown: look again');
  const unpacked = await unpackBackup(order, archive, remote);
  if (unpacked.kind === 'refused') throw new CaptureRefused(unpacked.why);
}
