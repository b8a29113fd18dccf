import type { PreflightItem } from '#shared/run/run.ts';
import { programItems } from '../commandChecks.ts';
import { sudoItems } from '../sudo/sudoItems.ts';
import { lastLine, type Remote } from '../remote.ts';
import { archiveOf } from './unpackedBackup.ts';
import { lookIntoArchive, unpackToRestore } from './archiveStages.ts';
import { restoringSteps, sudoSteps } from './restoringSteps.ts';
import { ageItem, maxAgeMs, oddItems, spaceItems, unusable } from './backupChecks.ts';
import { captureScript, undoScript } from './backupWayBack.ts';
import { clockItems } from './clockItems.ts';
import { compareBackup, copying, countOf, differenceItems, fileCountOf, named } from './compareBackup.ts';
import { keepFolder } from './keepFolder.ts';
import { pathOption, sudoOf } from './paths.ts';
import { rootItems } from './rootItems.ts';
import { makeSnapshot, snapshotFolder, snapshotPlace } from './snapshot.ts';
import { filesAre, undoneText } from './undoneText.ts';
import { CaptureRefused, type Proof, refusal, type Remedy, type RemedyOrder } from './remedy.ts';

const placeOf = (order: RemedyOrder, remote: Remote) =>
  snapshotPlace(pathOption(order, 'root'), sudoOf(order, copying), remote);

async function verifyRestored(order: RemedyOrder, remote: Remote): Promise<Proof> {
  const compared = await compareBackup(order, remote);
  if (compared === null) return { isProved: false, text: 'backup and folder could not be compared' };
  const [all, differing] = [fileCountOf(compared), countOf(compared, 'changed', 'new')];
  if (differing === 0) return { isProved: all > 0, text: `${filesAre(all)} as in the backup` };
  // A service that runs again writes; nothing restored at all is another matter.
  return {
    isProved: differing < all,
    text: `${String(differing)} of ${String(all)} files differ from the backup: ${named(compared, 'changed', 'new')}`,
  };
}

/** What is known of the backup once it can be compared: the preflight looks, and unpacks an archive for that. */
async function itemsOf(order: RemedyOrder, remote: Remote): Promise<readonly PreflightItem[]> {
  const why = await unusable(order, remote);
  if (why !== null) return [refusal(why)];
  const compared = await compareBackup(order, remote);
  if (compared === null) return [refusal('Backup and folder could not be compared to the end: look at them by hand')];
  return [
    ...(await rootItems(pathOption(order, 'root'), remote)),
    await ageItem(order, remote),
    ...(maxAgeMs(order) === null ? [] : await clockItems(order, remote)),
    ...differenceItems(compared),
    ...oddItems(compared),
    ...(await spaceItems(order, compared, await placeOf(order, remote), remote)),
  ];
}

/** Copies a backup over a folder; what it overwrites is kept first, and comes back when undone. */
export const restoreBackup: Remedy = {
  kind: 'restore-backup',
  plan: (order) => {
    const root = pathOption(order, 'root');
    maxAgeMs(order);
    archiveOf(order);
    return {
      steps: restoringSteps(order),
      resource: `files:${root}`,
      wayBack: { kind: 'kept', text: 'What is overwritten is kept and can come back', untilAt: order.keepUntilAt },
    };
  },
  preflight: async (order, remote) => {
    const archive = archiveOf(order);
    const looked =
      archive === null
        ? { items: await itemsOf(order, remote), seen: {} }
        : await lookIntoArchive(order, archive, remote, (unpacked) => itemsOf(unpacked, remote));
    if (looked.items.some(({ verdict }) => verdict === 'refusal')) return looked;
    const rest = [...(await programItems(order.steps, remote)), ...(await sudoItems(sudoSteps(order), remote))];
    return { ...looked, items: [...looked.items, ...rest] };
  },
  capture: async (order, remote, seen) => {
    const archive = archiveOf(order);
    if (archive !== null) await unpackToRestore(order, archive, remote, seen);
    const place = await placeOf(order, remote);
    const why = place === null ? null : await makeSnapshot(place, order, sudoOf(order, copying), remote);
    if (why !== null) throw new CaptureRefused(`The snapshot could not be made: ${why}`);
    const snapshot = place === null ? null : snapshotFolder(place, pathOption(order, 'root'), order);
    const answer = await remote.ask(captureScript(order, snapshot !== null), { deadlineMs: 300_000 });
    if (answer.code !== 0) throw new CaptureRefused(`What would be overwritten could not be kept: ${lastLine(answer)}`);
    const [overwritten = '0', added = '0'] = answer.stdout
      .trim()
      .split('\n')
      .slice(-2)
      .map((line) => line.trim());
    const where = snapshot === null ? keepFolder(order) : `the ${place?.kind ?? ''} snapshot ${snapshot}`;
    const isNoted = added === '0' ? '' : `; ${filesAre(Number(added))} new, and noted`;
    const unpacked = archive === null ? '' : `; the unpacked backup stays as long`;
    const text = `what is overwritten (${overwritten === '1' ? '1 file' : `${overwritten} files`}) is kept in ${where}${isNoted}${unpacked}`;
    const handle = { overwritten, added, ...(snapshot === null ? {} : { snapshot }) };
    return { kind: 'kept', text, untilAt: order.keepUntilAt, handle };
  },
  verify: verifyRestored,
  undo: async (order, remote, handle) => {
    const answer = await remote.ask(undoScript(order, handle['snapshot'] ?? null), { deadlineMs: 300_000 });
    if (answer.code !== 0) return { isProved: false, text: lastLine(answer) };
    // The old files are back either way; what was broken before may well not start.
    const restart = answer.stdout.includes('not restarted') ? `; the restart failed: ${lastLine(answer)}` : '';
    return { isProved: true, text: `${undoneText(handle, answer.stdout)}${restart}` };
  },
};
