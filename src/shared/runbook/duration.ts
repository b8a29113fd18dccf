import { remembering } from './remembering.ts';

/** A length of time found in a text, and where. */
export type FoundDuration = {
  readonly minutes: number;
  readonly unit: Unit;
  readonly start: number;
  readonly end: number;
};
type Unit = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month';

const minutesOf: Readonly<Record<Unit, number>> = {
  second: 1 / 60,
  minute: 1,
  hour: 60,
  day: 1_440,
  week: 10_080,
  month: 43_200,
};

/** Words for units, in the languages that procedures are most often found in. */
const unitWords: readonly (readonly [Unit, string])[] = [
  ['second', 'seconds?|secs?|sekunden?|secondes?|segundos?|секунд\\p{L}*|秒'],
  [
    'minute',
    "minutes?|mins?|minuten?|minutos?|minut[io]|minuut|minut[ey]?r?|dakika|phút|минут\\p{L}*|мин|m|'|分钟|分鐘|分|분",
  ],
  [
    'hour',
    'hours?|hrs?|stunden?|std|heures?|horas?|or[aeă]|uur|uren|timm(?:e|ar)|godzin\\p{L}*|godz|hodin\\p{L}*|saat|giờ|час\\p{L}*|h|小时|小時|時間|时|시간',
  ],
  [
    'day',
    'days?|tag(?:e|en)?|jours?|d[ií]as?|giorn[io]|dag(?:en|ar)?|zile?|zi|dni|dzień|doby?|dn[íyů]|gün|ngày|д(?:ень|ня|ней)|d|天|日',
  ],
  [
    'week',
    'weeks?|wks?|wochen?|semaines?|semanas?|settiman[ae]|săptămân\\p{L}*|tygodni\\p{L}*|tydzień|týdn\\p{L}*|weken|w|周|週間?',
  ],
  ['month', 'months?|monate?n?|mois|mes(?:es)?|mes[ei]'],
];
const unitPattern = unitWords.map(([unit, words]) => `(?<${unit}>${words})`).join('|');

const numberWords: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  eight: 8,
  ten: 10,
  twelve: 12,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  'forty-five': 45,
  sixty: 60,
  'three quarters of an': 0.75,
  'a quarter of an': 0.25,
  'quarter of an': 0.25,
  'half an': 0.5,
  'half a': 0.5,
};
const words = Object.keys(numberWords)
  .toSorted((a, b) => b.length - a.length)
  .join('|');
/** What may stand between a number and its unit: `4 business hours`, `next 30 min`. */
const adjective = String.raw`(?:(?:business|working|calendar|full|werk|arbeits)[\s-]*)?`;
const durationPattern = new RegExp(
  String.raw`(?<![\p{L}\d.,/])(?<amount>\d+(?:[.,]\d+)?|(?:${words})(?=[\s-]))[\s-]*${adjective}(?:${unitPattern})(?![\p{L}\d])`,
  'giu',
);

/** Without a figure there must be an English word for a number, and so an English unit. */
const mayHold = /\d|\b(?:sec|min|hour|hr|day|week|wk|month)/i;

/** Every length of time in a text, such as `30 minutes`, `2h`, `half an hour` or `4 business hours`. */
export const durationsIn = remembering(foundDurations);

function foundDurations(text: string): readonly FoundDuration[] {
  if (!mayHold.test(text)) return [];
  return [...text.matchAll(durationPattern)].flatMap((match) => {
    const unit = unitOf(match.groups ?? {});
    if (unit === null) return [];
    const minutes = amountOf(match.groups?.['amount'] ?? '') * minutesOf[unit];
    return [{ minutes, unit, start: match.index, end: match.index + match[0].length }];
  });
}

function unitOf(groups: Readonly<Record<string, string | undefined>>): Unit | null {
  return unitWords.find(([unit]) => groups[unit] !== undefined)?.[0] ?? null;
}

function amountOf(text: string): number {
  return numberWords[text.toLowerCase()] ?? Number(text.replace(',', '.'));
}
