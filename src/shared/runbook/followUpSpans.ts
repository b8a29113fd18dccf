import type { TextLine } from './document/block.ts';
import { type TimeRange, timeRangeIn } from './timeRange.ts';

type Said = Pick<TextLine, 'text' | 'line'>;
/** What is to be done, with the span of time that it names and how it names it. */
export type Spanned<TSaid extends Said> = {
  readonly said: TSaid;
  readonly span: string;
  readonly text: string;
  readonly range: TimeRange;
};

const day = 1_440;
const week = 10_080;
/** Spans by words alone, in minutes from the end of the incident. */
const byWords: readonly (readonly [RegExp, from: number, to: number])[] = [
  [/^(?:(?:the |on the )?same day|today|am selben tag|noch heute|le jour même|el mismo día)$/iu, 0, day],
  [
    /^(?:(?:the |on the )?(?:next|following) day|tomorrow|am nächsten tag|le lendemain|al día siguiente)$/iu,
    0,
    2 * day,
  ],
  [/^(?:(?:in )?(?:this|the same) week|diese woche|cette semaine|esta semana)$/iu, 0, week],
  [/^(?:(?:in )?(?:the )?(?:next|following) week|nächste woche|la semaine suivante|la próxima semana)$/iu, 0, 2 * week],
];

function rangeOf(span: string): TimeRange | null {
  const words = byWords.find(([pattern]) => pattern.test(span.trim()));
  return words === undefined ? timeRangeIn(span) : { fromMinutes: words[1], toMinutes: words[2], rest: '' };
}

/** `Within a week: close the gap` and `Order spare parts (this week)`; null where a text names no span. */
export function spanned<TSaid extends Said>(said: TSaid): Spanned<TSaid> | null {
  const first = /^([^:：]{3,40})[:：]\s+(\S.*)$/su.exec(said.text);
  const last = /^(.*\S)\s+\(([^()]{3,40})\)[.]?$/su.exec(said.text);
  const [span = '', text = ''] = first !== null ? first.slice(1) : last !== null ? [last[2], last[1]] : [];
  const range = span === '' ? null : rangeOf(span);
  return range === null || range.rest.split(/\s+/).length > 2 ? null : { said, span, text, range };
}

/** Neighbours with the same span, together. */
export function bySpan<TSaid extends Said>(all: readonly Spanned<TSaid>[]): readonly (readonly Spanned<TSaid>[])[] {
  const groups: Spanned<TSaid>[][] = [];
  for (const one of all) {
    const last = groups.at(-1);
    if (last?.[0]?.span.toLowerCase() === one.span.toLowerCase()) last.push(one);
    else groups.push([one]);
  }
  return groups;
}
