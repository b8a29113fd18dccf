import type { RemedyOrder } from './remedy.ts';

/** Where copies of a run are kept on the host: in the user's own home, which is writable and on nobody's way. */
export const keepFolder = (order: Pick<RemedyOrder, 'runId'>): string => `~/.local/state/sitrep/${order.runId}`;

/** Sh text that makes the folder, readable for nobody else, and throws away what was kept for more than a week. */
export const makeKeepFolder = (order: Pick<RemedyOrder, 'runId'>): string =>
  `(umask 077; mkdir -p ${keepFolder(order)}) && { find ~/.local/state/sitrep -mindepth 1 -maxdepth 1 -type d -mtime +7 -exec rm -rf -- {} + 2>/dev/null; true; }`;
