import { networkInterfaces } from 'node:os';
import type { Clock, Stop } from './ports.ts';

const everyMs = 5_000;

/** Calls back when an address or interface of this computer came or went; looked at every 5 s. */
export function watchNetwork(
  clock: Pick<Clock, 'after'>,
  changed: () => void,
  read: () => unknown = networkInterfaces,
): Stop {
  let last = JSON.stringify(read());
  let stop = clock.after(everyMs, look);
  function look(): void {
    const now = JSON.stringify(read());
    if (now !== last) changed();
    last = now;
    stop = clock.after(everyMs, look);
  }
  return () => stop();
}
