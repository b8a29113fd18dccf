import { emptyingScript, keptName } from './keptName.ts';
import type { RemedyOrder } from './remedy.ts';

const home = '~/.local/state/sitrep';

/** Where copies of a run are kept on the host: in the user's own home, which is writable and on nobody's way. */
export const keepFolder = (order: Pick<RemedyOrder, 'runId' | 'keepUntilAt'>): string => `${home}/${keptName(order)}`;

/**
 * Sh text that makes the folder, readable for nobody else, lets `keep` fill it, and sees to it that this is on the disk
 * before anything is overwritten. Where that fails nothing of it stays. What was kept for too long is thrown away first.
 */
export const keeping = (
  order: RemedyOrder,
  keep: string,
): string => `[ ! -d ${home} ] || { ${emptyingScript(home, order.nowAt, '')}; }
(umask 077; mkdir -p ${keepFolder(order)}) || exit 1
( ${keep}
) && { sync ${keepFolder(order)}/* ${keepFolder(order)} 2>/dev/null || sync; } || { rm -rf ${keepFolder(order)}; exit 1; }`;
