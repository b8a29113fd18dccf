import type { Instant } from '../time/instant.ts';
import { maintenanceSpans } from './maintenanceSpans.ts';
import type { MaintenanceWindow } from './maintenanceWindow.ts';

/** When the maintenance that is going on at an instant will end, or null when none is. */
export function maintenanceUntil(window: MaintenanceWindow, at: Instant, zone: string): Instant | null {
  const ends = maintenanceSpans(window, { fromAt: at, toAt: at }, zone).map(({ toAt }) => toAt);
  return ends.length === 0 ? null : Math.max(...ends);
}
