import { dayMs, minuteMs, type Instant } from './instant.ts';

/** A date and time of day as a clock on the wall of some zone shows it; month and day count from 1. */
export type LocalDateTime = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
};

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Whether this runtime knows the IANA zone. */
export function isTimeZone(zone: string): boolean {
  try {
    formatterOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** What the wall clock of an IANA zone shows at an instant; seconds are left out. Throws RangeError for no zone. */
export function localDateTime(instant: Instant, zone: string): LocalDateTime {
  const parts = new Map(
    formatterOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  return { year: part('year'), month: part('month'), day: part('day'), hour: part('hour'), minute: part('minute') };
}

/**
 * The instant at which the wall clock of a zone shows this. Of two such instants (clocks set back) the earlier; where
 * there is none (clocks set forward) as much later as the clocks jumped, which is what calendars do.
 */
export function instantOfLocal(local: LocalDateTime, zone: string): Instant {
  const asUtc = utcOf(local);
  const offsets = [offsetAt(asUtc - dayMs, zone), offsetAt(asUtc + dayMs, zone)];
  const fitting = offsets
    .map((offset) => asUtc - offset)
    .filter((instant) => utcOf(localDateTime(instant, zone)) === asUtc);
  return fitting.length > 0 ? Math.min(...fitting) : asUtc - (offsets[0] ?? 0);
}

/** `03:26`, for sentences. */
export function timeOfDay(instant: Instant, zone: string): string {
  const { hour, minute } = localDateTime(instant, zone);
  return `${twoDigits(hour)}:${twoDigits(minute)}`;
}

/** `20261123-0311`, for ids. */
export function compactDateTime(instant: Instant, zone: string): string {
  const { year, month, day, hour, minute } = localDateTime(instant, zone);
  const date = `${String(year).padStart(4, '0')}${twoDigits(month)}${twoDigits(day)}`;
  return `${date}-${twoDigits(hour)}${twoDigits(minute)}`;
}

/** 1 is Monday, 7 is Sunday, of the date alone. */
export function weekdayOf(date: Pick<LocalDateTime, 'year' | 'month' | 'day'>): number {
  return new Date(Date.UTC(date.year, date.month - 1, date.day)).getUTCDay() || 7;
}

/** The date so many days later. */
export function addDays(date: LocalDateTime, days: number): LocalDateTime {
  const later = new Date(Date.UTC(date.year, date.month - 1, date.day + days));
  return { ...date, year: later.getUTCFullYear(), month: later.getUTCMonth() + 1, day: later.getUTCDate() };
}

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  const formatter = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  formatters.set(zone, formatter);
  return formatter;
}

function utcOf(local: LocalDateTime): number {
  return Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute);
}

/** Whole minutes; offsets with seconds ended before computers began. */
function offsetAt(instant: Instant, zone: string): number {
  const whole = Math.floor(instant / minuteMs) * minuteMs;
  return utcOf(localDateTime(whole, zone)) - whole;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
