import type { WayBack } from './run.ts';

/** Whether the time is over for which a way back was kept; what it needs may be thrown away from then on. */
export const isWayBackOver = (wayBack: WayBack, now: number): boolean =>
  wayBack.kind === 'kept' && wayBack.untilAt !== null && now >= wayBack.untilAt;
