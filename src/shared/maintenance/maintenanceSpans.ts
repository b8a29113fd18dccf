import type { Instant } from '../time/instant.ts';
import { addDays, instantOfLocal, localDateTime, weekdayOf, type LocalDateTime } from '../time/zonedTime.ts';
import type { MaintenanceWindow } from './maintenanceWindow.ts';

/** From its first instant up to, but without, its last. */
export type Span = { readonly fromAt: Instant; readonly toAt: Instant };

/**
 * The times at which a window holds that touch this span, in order. Weekly times are wall times of the zone, so that a
 * window keeps its hours over a change to summer time; one that begins in the hour that is left out begins as much later
 * as the clocks jumped.
 */
export function maintenanceSpans(window: MaintenanceWindow, { fromAt, toAt }: Span, zone: string): readonly Span[] {
  return [...once(window, zone), ...weekly(window, fromAt, toAt, zone)]
    .filter((span) => span.fromAt <= toAt && span.toAt > fromAt)
    .toSorted((one, other) => one.fromAt - other.fromAt);
}

function once({ start, end }: MaintenanceWindow, zone: string): readonly Span[] {
  if (start === undefined || end === undefined) return [];
  return [{ fromAt: instantOfLocal(readLocal(start), zone), toAt: instantOfLocal(readLocal(end), zone) }];
}

/** One that spans midnight may have begun the day before. */
function weekly({ weekly: rule }: MaintenanceWindow, fromAt: Instant, toAt: Instant, zone: string): readonly Span[] {
  if (rule === undefined) return [];
  const from = readTime(rule.from);
  const to = readTime(rule.to);
  const daysLong = to.hour * 60 + to.minute > from.hour * 60 + from.minute ? 0 : 1;
  const spans: Span[] = [];
  let day = addDays(localDateTime(fromAt, zone), -1);
  for (; instantOfLocal({ ...day, hour: 0, minute: 0 }, zone) <= toAt; day = addDays(day, 1)) {
    if (!rule.days.includes(weekdayOf(day))) continue;
    const endDay = addDays(day, daysLong);
    spans.push({
      fromAt: instantOfLocal({ ...day, ...from }, zone),
      toAt: instantOfLocal({ ...endDay, ...to }, zone),
    });
  }
  return spans;
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
