import { quote } from '../../ssh/channel/quote.ts';
import { unpackedWord } from './archiveScripts.ts';
import { backupArchive } from './backupArchive.ts';
import { pathOption } from './paths.ts';
import type { RemedyOrder } from './remedy.ts';

/** One sh word for the folder that is restored: the backup itself, or what was unpacked of it. */
export function backupWord(order: RemedyOrder): string {
  const backup = pathOption(order, 'backup');
  return backupArchive(backup) === null ? quote(backup) : unpackedWord(order);
}
