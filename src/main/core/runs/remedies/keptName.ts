import { secondMs } from '#shared/time/instant.ts';
import type { RemedyOrder } from './remedy.ts';

type Kept = Pick<RemedyOrder, 'runId' | 'keepUntilAt'>;
const secondsOf = (instant: number): string => String(Math.floor(instant / secondMs));

/**
 * The name under which a run keeps something on a host. The second from which on it may be thrown away stands in it, by
 * Sitrep's clock: that of a host may be wrong, and be set right in between.
 */
export const keptName = ({ runId, keepUntilAt }: Kept): string => `sitrep-${secondsOf(keepUntilAt)}-${runId}`;

/** Sh text that runs `then` where `$1`, such a name with or without its path, is over. */
export const ifOver = (nowAt: number, then: string): string =>
  `n=\${1##*sitrep-}; if [ "\${n%%-*}" -lt ${secondsOf(nowAt)} ] 2>/dev/null; then ${then}; fi`;

/** Sh text that throws away what runs kept in a folder for longer than they promised; other things there are left alone. */
export const emptyingScript = (folder: string, nowAt: number, sudo: string): string =>
  `${sudo}find ${folder} -mindepth 1 -maxdepth 1 -type d -name 'sitrep-[0-9]*-*' | while IFS= read -r k; do set -- "$k"; ${ifOver(nowAt, `${sudo}rm -rf -- "$k" || exit 1`)}; done`;
