import type { Instant } from '../time/instant.ts';
import { addDays, instantOfLocal, localDateTime, weekdayOf, type LocalDateTime } from '../time/zonedTime.ts';
import type { MaintenanceWindow } from './maintenanceWindow.ts';

/**
 * When the maintenance that is going on at an instant will end, or null when none is. Weekly times are wall times of the
 * zone, so that a window keeps its hours over a change to summer time; one that begins in the hour that is left out
 * begins as much later as the clocks jumped.
 */
export function maintenanceUntil(window: MaintenanceWindow, at: Instant, zone: string): Instant | null {
  return weeklyUntil(window, at, zone) ?? onceUntil(window, at, zone);
}

function onceUntil({ start, end }: MaintenanceWindow, at: Instant, zone: string): Instant | null {
  if (start === undefined || end === undefined) return null;
  const startAt = instantOfLocal(readLocal(start), zone);
  const endAt = instantOfLocal(readLocal(end), zone);
  return at >= startAt && at < endAt ? endAt : null;
}

/** A window may have begun today or, when it spans midnight, yesterday. */
function weeklyUntil({ weekly }: MaintenanceWindow, at: Instant, zone: string): Instant | null {
  if (weekly === undefined) return null;
  const from = readTime(weekly.from);
  const to = readTime(weekly.to);
  const daysLong = to.hour * 60 + to.minute > from.hour * 60 + from.minute ? 0 : 1;
  const today = localDateTime(at, zone);
  const ends = [today, addDays(today, -1)].flatMap((day) => {
    if (!weekly.days.includes(weekdayOf(day))) return [];
    const startAt = instantOfLocal({ ...day, ...from }, zone);
    const endAt = instantOfLocal({ ...addDays(day, daysLong), ...to }, zone);
    return at >= startAt && at < endAt ? [endAt] : [];
  });
  return ends.length === 0 ? null : Math.max(...ends);
}

function readTime(text: string): { readonly hour: number; readonly minute: number } {
  const [hour = 0, minute = 0] = text.split(':').map(Number);
  return { hour, minute };
}

/** Of `2026-11-23 22:00`. */
export function readLocal(text: string): LocalDateTime {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  return { year, month, day, ...readTime(text.slice(11)) };
}
