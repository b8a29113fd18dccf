import type { Attributes } from './document/attributes.ts';
import type { Ids } from './ids.ts';
import type { RunbookStep, TimedList } from './runbook.ts';
import { type TimeRange, timeRangeIn } from './timeRange.ts';

export type Heading = { readonly title: string; readonly attributes: Attributes; readonly line: number };

/** Steps below a heading, which is shown without its number and its span of time. */
export function timedListFrom(
  heading: Heading,
  range: TimeRange | null,
  steps: readonly RunbookStep[],
  ids: Ids,
): TimedList {
  const inTitle = range === null ? null : timeRangeIn(heading.title);
  const title = withoutNumber(inTitle?.rest ?? heading.title);
  const shown = /^(?:within|first|next|in|initial|after|the|up to)?$/i.test(title) ? heading.title : title;
  return {
    id: ids.take(shown, heading.attributes.id),
    title: shown,
    ...(range === null ? { isUntimed: true as const } : {}),
    fromMinutes: range?.fromMinutes ?? 0,
    toMinutes: range?.toMinutes ?? 0,
    steps,
    line: heading.line,
  };
}

/** `1. Assessment` and `2) Communication` without their numbers. */
export function withoutNumber(title: string): string {
  return title.replace(/^[^\p{L}\p{N}]*\d+(?:\.\d+)*[.):]?\s+(?:[-–—]\s+)?/u, '').trim();
}
