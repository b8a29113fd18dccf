import { durationsIn } from './duration.ts';
import { remembering } from './remembering.ts';
import type { ResponseTime } from './runbook.ts';
import { withoutMarks } from './withoutMarks.ts';

const businessDays =
  /\b(?:next|following|1|one|nächste[rn]?)[\s-]+(?:business|working|work|week)[\s-]*days?\b|\bNBD\b|(?<![\d.,])(?:1|ein(?:en|em)?|nächste[rn]?) (?:Werk|Arbeits)tag(?:s|es)?\b|(?<![\d.,])(?:1|un|um|jeden|één) (?:jour ouvr(?:é|able)|día (?:hábil|laborable)|dia útil|giorno lavorativo|dzień roboczy|werkdag|lavorativo)(?!\p{L})|\bjour ouvré suivant|\bsiguiente día (?:hábil|laborable)|\b(?:next|tomorrow)[\s-]+(?:morning|day)\b|下一?[个個]?工作日|翌営業日|次の営業日|다음 영업일|\burmătoarea zi lucrătoare|\bpróximo dia útil|\bgiorno lavorativo successivo|\bvolgende werkdag|\bnästa arbetsdag|\bnastępny dzień roboczy|\bследующ\p{L}+ рабоч\p{L}+ д|sonraki iş günü/iu;
const nextBusinessDay = new RegExp(withoutMarks(businessDays.source), businessDays.flags);
const atOnce =
  /(?<!\b(?:no|not|non|without|kein\p{L}*|pas|sin|nicht)[\s-])\b(?:immediate(?:ly)?|instant(?:ly)?|asap|at once|right away|sofort|umgehend|immédiat\p{L}*|inmediat\p{L}*|immediat\p{L}*|немедленно)\b|立即|即时/iu;
const alwaysOn = /\b24\s*[/x×]\s*7(?:\s*[/x×]\s*365)?\b/giu;

/**
 * How fast somebody must answer, from any usual wording: `Immediate (0-15 minutes)`, `< 30 min`, `2h`, `within half an
 * hour`, `Next business day`. Of a range the upper end counts; null where the text names no time.
 */
export const responseTimeIn = remembering(timeIn);

function timeIn(written: string): ResponseTime | null {
  const text = written.trim();
  const searched = text.replaceAll(alwaysOn, ' ');
  const [first, second] = durationsIn(searched);
  const businessDay = nextBusinessDay.exec(withoutMarks(searched));
  if (businessDay !== null && (first === undefined || businessDay.index <= first.start))
    return { kind: 'nextBusinessDay', text };
  if (first !== undefined) {
    const joins =
      second !== undefined && /^\s*(?:-|–|—|to|bis|à|and|und|,)?\s*$/iu.test(searched.slice(first.end, second.start));
    const isSum = joins && /^\s*(?:and|und|,)?\s*$/iu.test(searched.slice(first.end, second.start));
    const minutes = isSum ? first.minutes + second.minutes : joins ? second.minutes : first.minutes;
    return { kind: 'within', minutes: rounded(minutes), text };
  }
  const short = /(?<!\d)(\d+)h(\d{2})(?!\d)/i.exec(searched);
  if (short !== null) return { kind: 'within', minutes: Number(short[1]) * 60 + Number(short[2]), text };
  return atOnce.test(searched) ? { kind: 'within', minutes: 0, text } : null;
}

/** A short text that is nothing but a time: `15 minutes`, `immediate (24/7)`, `< 4 business hours`. */
export function isOnlyTime(text: string): boolean {
  if (text.length > 60 || responseTimeIn(text) === null) return false;
  return (
    /^(?:[<>≤≥~]\s*)?(?:\d|within|immediate|at once|asap|next|sofort|innerhalb|nächste|dans|sous|immédiat|dentro|en |inmediat|imediat|half|one|an? (?:quarter|half|minute|hour|day|week|business|working)|24|立即|下)/iu.test(
      text.replace(/^[^\p{L}\p{N}<>≤≥~]+/u, ''),
    ) && !/\b(?:every|updates?|resolve|fix|chaque|toutes|alle|cada)\b/iu.test(text)
  );
}

function rounded(minutes: number): number {
  return minutes > 0 ? Math.max(1, Math.round(minutes)) : 0;
}
