import { durationText } from '../time/duration.ts';
import { dayMs, hourMs, type Instant, minuteMs } from '../time/instant.ts';
import { addDays, compactDateTime, instantOfLocal, localDateTime, timeOfDay } from '../time/zonedTime.ts';

const zoneName = (at: Instant, zone: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'short' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value ?? zone;

const dateOf = (at: Instant, zone: string) => compactDateTime(at, zone).replace(/^(\d+)(\d\d)(\d\d)-.*$/, '$1-$2-$3');

/** `2026-11-23 03:11 CET`: unambiguous, sorts, and says whose time it is. */
export const localMoment = (at: Instant, zone: string): string =>
  `${dateOf(at, zone)} ${timeOfDay(at, zone)} ${zoneName(at, zone)}`;

/** A moment to come: without the date where it is today. */
export const localDeadline = (at: Instant, zone: string, now: Instant): string =>
  dateOf(at, zone) === dateOf(now, zone) ? `${timeOfDay(at, zone)} ${zoneName(at, zone)}` : localMoment(at, zone);

/** A duration as messages tell it: in whole minutes from the first one on. */
export const wholeMinutes = (ms: number): string =>
  durationText(ms < minuteMs ? ms : Math.floor(ms / minuteMs) * minuteMs);

function hourOf(text: string, half: string | undefined): number {
  const hour = Number(text);
  return half === undefined ? hour : (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

/**
 * The moment that a person wrote: `03:41`, `3:41 pm`, `2026-11-24 09:00`, `tomorrow 9:00`, `in 30 min`. A time without
 * a date is the next such time after now. Null where no time can be read.
 */
export function parseLocalMoment(text: string, zone: string, now: Instant): Instant | null {
  const relative = /\bin\s+(\d{1,4})\s*(h|min)/i.exec(text);
  if (relative) return now + Number(relative[1]) * (relative[2]?.toLowerCase() === 'h' ? hourMs : minuteMs);
  const date = /\b(\d{4})-(\d{2})-(\d{2})T?/.exec(text);
  const clock = /(?<![\d:])(\d{1,2})[:.](\d{2})(?!\d)(?::\d{2})?\s*(?:([ap])\.?m\b)?/i.exec(
    text.replace(date?.[0] ?? '', ' '),
  );
  if (!clock || Number(clock[1]) > 23 || Number(clock[2]) > 59) return null;
  const timeZone = /\b(utc|gmt)\b(?!\s*[+-])|\dZ\b/i.test(text) ? 'UTC' : zone;
  const isTomorrow = /\btomorrow\b/i.test(text);
  const today = localDateTime(now, timeZone);
  const day = date
    ? { ...today, year: Number(date[1]), month: Number(date[2]), day: Number(date[3]) }
    : addDays(today, isTomorrow ? 1 : 0);
  const at = instantOfLocal({ ...day, hour: hourOf(clock[1] ?? '', clock[3]), minute: Number(clock[2]) }, timeZone);
  return date !== null || isTomorrow || at > now ? at : at + dayMs;
}
