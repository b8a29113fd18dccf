import type { LabFile } from '../lab/labFile.ts';
import type { AlertSubject } from '../silence/mutingOf.ts';
import { isTimeZone } from '../time/zonedTime.ts';
import type { MaintenanceWindow } from './maintenanceWindow.ts';

/** Whether a window is about this host, service or check; one that names nothing is about the whole lab. */
export function windowCovers({ hosts, services, checks }: MaintenanceWindow, subject: AlertSubject): boolean {
  if (hosts === undefined && services === undefined && checks === undefined) return true;
  const has = (ids: readonly string[] | undefined, id: string | null) => id !== null && (ids ?? []).includes(id);
  return has(hosts, subject.hostId) || has(services, subject.serviceId) || has(checks, subject.checkId);
}

/** The zone of a window's times: its own, else the lab's, else the observer's; names of no zone are passed over. */
export function zoneOf(window: MaintenanceWindow, lab: Pick<LabFile, 'settings'>, observerZone: string): string {
  const zones = [window.timeZone, lab.settings.timeZone, observerZone];
  return zones.find((zone) => zone !== undefined && isTimeZone(zone)) ?? 'UTC';
}
