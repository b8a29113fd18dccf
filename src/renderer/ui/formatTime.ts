import { dayMs, hourMs, minuteMs, secondMs } from '#shared/time/instant.ts';

/** `3 s`, `18 min`, `2 h 5 min`, `3 d`: rounded down, never negative. */
export function formatDuration(ms: number): string {
  const positive = Math.max(0, ms);
  if (positive < minuteMs) return `${Math.floor(positive / secondMs)} s`;
  if (positive < hourMs) return `${Math.floor(positive / minuteMs)} min`;
  if (positive < dayMs) return twoUnits(positive, hourMs, 'h', minuteMs, 'min');
  return twoUnits(positive, dayMs, 'd', hourMs, 'h');
}

function twoUnits(ms: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.floor((ms % large) / small);
  return rest === 0
    ? `${Math.floor(ms / large)} ${largeName}`
    : `${Math.floor(ms / large)} ${largeName} ${rest} ${smallName}`;
}

/** `3 s ago`; `now` within the second, and for what a skewed clock puts into the future. */
export function formatAgo(at: number, now: number): string {
  return now - at < secondMs ? 'now' : `${formatDuration(now - at)} ago`;
}

/** What is left of a deadline: `11:42` within the hour, `2 h 5 min` before it, `overdue by 3 min` after it. */
export function formatLeft(by: number, now: number): string {
  const left = by - now;
  if (left < 0) return `overdue by ${formatDuration(-left)}`;
  if (left >= hourMs) return formatDuration(left);
  const seconds = Math.ceil(left / secondMs);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** `03:11` today, `22 Nov 03:11` on another day of this year, with the year otherwise, all in the given zone. */
export function formatTimeOfDay(at: number, now: number, timeZone: string): string {
  const time = part(at, timeZone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  if (localDay(at, timeZone) === localDay(now, timeZone)) return time;
  const sameYear = localDay(at, timeZone).slice(0, 4) === localDay(now, timeZone).slice(0, 4);
  const day = part(at, timeZone, { day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) });
  return `${day} ${time}`;
}

/** Date, time with seconds and zone: for titles and for correcting. */
export function formatExactly(at: number, timeZone: string): string {
  return part(at, timeZone, { dateStyle: 'medium', timeStyle: 'long', hourCycle: 'h23' });
}

/** `2026-11-23T03:11:00` of the given zone, as inputs of type datetime-local take it. */
export function toLocalInput(at: number, timeZone: string): string {
  const time = part(at, timeZone, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
  return `${localDay(at, timeZone)}T${time}`;
}

/** The instant that a datetime-local value means in the given zone; null when it is no date. */
export function fromLocalInput(value: string, timeZone: string): number | null {
  const asUtc = Date.parse(`${value}Z`);
  if (Number.isNaN(asUtc)) return null;
  // Two rounds settle it even next to a change of the zone's offset.
  const first = asUtc - offsetMs(asUtc, timeZone);
  return asUtc - offsetMs(first, timeZone);
}

function offsetMs(at: number, timeZone: string): number {
  return Date.parse(`${toLocalInput(at, timeZone)}Z`) - Math.floor(at / secondMs) * secondMs;
}

function localDay(at: number, timeZone: string): string {
  return formatter('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);
}

function part(at: number, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  return formatter('en-GB', { timeZone, ...options }).format(at);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Each formatter is made once: making one takes longer than all else that a screen of times costs in a second. */
function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const made = formatters.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formatters.set(key, made);
  return made;
}
