import type { LabSettings } from '../lab/labFile.ts';
import type { Instant } from './instant.ts';
import { addDays, instantOfLocal, isTimeZone, localDateTime, weekdayOf } from './zonedTime.ts';

/** In which zone, on which weekdays (1 is Monday) and from what time of day the user works. */
export type WorkCalendar = {
  readonly timeZone: string;
  readonly starts: { readonly hour: number; readonly minute: number };
  readonly days: readonly number[];
};

/** The calendar of the lab's settings; Monday to Friday from 09:00 where they are silent. */
export function workCalendar(settings: LabSettings, observerZone: string): WorkCalendar {
  const zones = [settings.timeZone, observerZone, 'UTC'].filter((zone) => zone !== undefined);
  const [hour = 9, minute = 0] = (settings.businessDay?.starts ?? '09:00').split(':').map(Number);
  return {
    timeZone: zones.find(isTimeZone) ?? 'UTC',
    starts: { hour, minute },
    days: settings.businessDay?.days ?? [1, 2, 3, 4, 5],
  };
}

/** When the first business day after the day of this instant begins. */
export function nextBusinessDayAt(instant: Instant, calendar: WorkCalendar): Instant {
  const today = { ...localDateTime(instant, calendar.timeZone), ...calendar.starts };
  const ahead = [1, 2, 3, 4, 5, 6, 7].map((days) => addDays(today, days));
  const next = ahead.find((date) => calendar.days.includes(weekdayOf(date))) ?? addDays(today, 1);
  return instantOfLocal(next, calendar.timeZone);
}
