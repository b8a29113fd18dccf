import { useSyncExternalStore } from 'react';
import { onTick, tickedAt } from './coreClock.ts';

/** The core's time, moving once a second for everything on screen at once. */
export function useNow(): number {
  return useSyncExternalStore(onTick, tickedAt);
}
