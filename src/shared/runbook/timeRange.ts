import { remembering } from './remembering.ts';
import { durationsIn, type FoundDuration } from './duration.ts';

/** A span of minutes that a heading names, and the heading without it. */
export type TimeRange = { readonly fromMinutes: number; readonly toMinutes: number; readonly rest: string };

const dash = String.raw`\s*(?:-|–|—|to|until|bis|à|a|~|至|до)\s*`;
const rangeBefore = new RegExp(String.raw`(?<![\d.,])(?:T\s*\+\s*)?(\d+(?:[.,]\d+)?)${dash}(?:T\s*\+\s*)?$`, 'iu');
const between = new RegExp(`^${dash}(?:T\\s*\\+\\s*)?$`, 'iu');
const firstWords =
  /\b(?:first|within|initial|under|innerhalb|erste[nr]?|dans les|primeros?|up to|less than)\s*$|[<≤]\s*$/iu;
const afterWords = /\b(?:after|nach|après|después)\s*$|[>≥]\s*$/iu;

/**
 * The span of time in a heading: `(0-5 minutes)`, `0–2 h`, `First 15 minutes`, `T+5 to T+30 min`, `within 24 hours`,
 * `1 h - 1 day`; null where there is none, or none that ends, as in `after 24 hours`.
 */
export const timeRangeIn = remembering(rangeIn);

function rangeIn(title: string): TimeRange | null {
  const aside = /\(([^()]*)\)\s*$/.exec(title);
  const inside = aside?.[1] === undefined ? null : spanIn(aside[1]);
  const before = aside === null ? '' : title.slice(0, aside.index).trim();
  if (inside !== null && inside.rest === '' && before !== '') return { ...inside, rest: withoutRemains(before) };
  return spanIn(title);
}

/** `T+5 - T+15`: minutes, as nobody says otherwise. */
const sinceStart = /(?<![\p{L}\p{N}])T\s*\+\s*(\d{1,3})\s*(?:-|–|—|to)\s*(?:T\s*\+\s*)?(\d{1,3})(?!\s*[\p{L}\d])/iu;

function spanIn(title: string): TimeRange | null {
  const since = sinceStart.exec(title);
  if (since !== null)
    return found(title, Number(since[1]), Number(since[2]), since.index, since.index + since[0].length);
  const unitFirst = unitBeforeNumbers(title);
  if (unitFirst !== null) return unitFirst;
  const [first, second] = durationsIn(title);
  if (first === undefined) return null;
  const before = title.slice(0, first.start);
  const amountStart = title.slice(0, first.end);
  if (second !== undefined && between.test(title.slice(first.end, second.start))) {
    return found(title, first.minutes, second.minutes, first.start, second.end);
  }
  const range = rangeBefore.exec(before);
  if (range?.[1] !== undefined)
    return found(title, scaled(range[1], first, amountStart), first.minutes, range.index, first.end);
  if (afterWords.test(before)) return null;
  if (firstWords.test(before) || isParenthesised(title, first))
    return found(title, 0, first.minutes, first.start, first.end);
  return null;
}

/** `Minutes 5-15`, `Day 1-7`, `Hour 1`. */
function unitBeforeNumbers(title: string): TimeRange | null {
  const match = /\b(minutes?|hours?|days?|weeks?)\s+(\d+)(?:\s*(?:-|–|—|to)\s*(\d+))?(?!\s*[\p{L}\d])/iu.exec(title);
  if (match?.[1] === undefined || match[2] === undefined) return null;
  const [one] = durationsIn(`1 ${match[1]}`);
  if (one === undefined) return null;
  const from = Number(match[2]) * one.minutes;
  const isSingle = match[3] === undefined;
  const to = isSingle ? from : Number(match[3]) * one.minutes;
  return found(title, isSingle ? 0 : from, to, match.index, match.index + match[0].length);
}

/** The lower bound has the unit of the upper one. */
function scaled(lower: string, upper: FoundDuration, textToUpper: string): number {
  const upperAmount = /(\d+(?:[.,]\d+)?)[^\d]*$/.exec(textToUpper)?.[1];
  if (upperAmount === undefined) return 0;
  const factor = upper.minutes / Number(upperAmount.replace(',', '.'));
  return Number(lower.replace(',', '.')) * (Number.isFinite(factor) ? factor : 0);
}

function isParenthesised(title: string, duration: FoundDuration): boolean {
  return /[([][^()[\]]*$/.test(title.slice(0, duration.start)) && /^[^()[\]]*[)\]]/.test(title.slice(duration.end));
}

/** Whether a heading names a span of time that ends before it begins: `(10-5 minutes)`. */
export function hasBackwardsRange(title: string): boolean {
  const [first, second] = durationsIn(title);
  if (first === undefined) return false;
  const joins = second !== undefined && between.test(title.slice(first.end, second.start));
  if (joins) return second.minutes < first.minutes;
  const lower = rangeBefore.exec(title.slice(0, first.start))?.[1];
  return lower !== undefined && scaled(lower, first, title.slice(0, first.end)) > first.minutes;
}

function found(title: string, fromMinutes: number, toMinutes: number, start: number, end: number): TimeRange | null {
  if (!(toMinutes > 0) || fromMinutes > toMinutes) return null;
  const rest = `${title.slice(0, start)} ${title.slice(end)}`;
  return {
    fromMinutes: Math.round(fromMinutes),
    toMinutes: Math.max(1, Math.round(toMinutes)),
    rest: withoutRemains(rest),
  };
}

/** Empty parentheses and dangling words that the removed time leaves behind. */
function withoutRemains(text: string): string {
  return text
    .replaceAll(/[([]\s*(?:T\s*\+|first|within|up to|next|in|the|[<>≤≥~])?\s*[)\]]/giu, ' ')
    .replaceAll(/[\s,;]+(?:within|first|up to|in|the)?\s*(?=[)\]])/giu, '')
    .replaceAll(/\s+/g, ' ')
    .replace(/(?:\s|[:–—|]|-(?=\s*$))+$/u, '')
    .replace(/^(?:\s|[:–—|-])+/u, '')
    .trim();
}
