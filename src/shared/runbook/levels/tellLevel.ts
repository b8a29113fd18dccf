import { isOnlyTime, responseTimeIn } from '../responseTime.ts';
import type { ResponseTime } from '../runbook.ts';
import { isAboutOtherTime, type LevelField, meaningOf } from './levelEntry.ts';
import { nameOrder } from './levelLabel.ts';

/** What the fields of a level say, sorted. */
export type Told = { criteria: string[]; details: LevelField[]; response: ResponseTime | null; name: string | null };

const responsePhrase =
  /(?:\b(?:respon[ds]\w*|acknowledg\w*|ack\b|react\w*|reagier\w*|reaktion\w*|antwort\w*|act(?=\s+(?:within|in|at|by)\b)|respuesta|resposta)|répon\p{L}*|响应|響應|回應)[^.;]{0,40}/iu;

/** Sorts what is said of a level into criteria, response time and the rest; `title` is the heading that it stands below. */
export function tellLevel(fields: readonly LevelField[], title: string): Told {
  const told: Told = { criteria: [], details: [], response: null, name: null };
  const isOfTimes = meaningOf(title) === 'response';
  for (const field of fields) {
    const meaning = field.label === null ? 'criteria' : meaningOf(field.label);
    if (meaning === 'response' && isTime(field.text)) told.response ??= responseTimeIn(field.text);
    else if (meaning === 'name' && nameOrder(field.text) !== null) told.name ??= field.text;
    else if (field.label === null && !isAboutOtherTime(title) && isOnlyTime(field.text))
      told.response ??= responseTimeIn(field.text);
    else if (meaning === 'other' && isOfTimes && !isAboutOtherTime(field.label ?? '') && isOnlyTime(field.text))
      told.response ??= responseTimeIn(field.text);
    else if (meaning === 'criteria') tellCriterion(told, field.text);
    else if (field.text !== '') {
      if (field.label !== null && !isAboutOtherTime(field.label)) told.response ??= saidResponse(field.text);
      told.details.push(field);
    }
  }
  return told;
}

const beginsAtOnce =
  /^[^\p{L}]*(?:immediate(?:ly)?|at once|asap|sofort|immédiate?|inmediat[oa]|imediat[oa])\s*[.,;(–—-]/iu;

/** `Immediate action required: the shop is closed` says that it matters, and no time. */
function isTime(text: string): boolean {
  const response = responseTimeIn(text);
  if (response === null) return false;
  return response.kind !== 'within' || response.minutes > 0 || text.split(/\s+/).length <= 5 || beginsAtOnce.test(text);
}

/** The time in a phrase such as `respond: 20 min`. */
function saidResponse(text: string): ResponseTime | null {
  const phrase = responsePhrase.exec(text)?.[0];
  return phrase === undefined ? null : responseTimeIn(phrase);
}

/** A sentence that is about the response says nothing of the level itself. */
function tellCriterion(told: Told, text: string): void {
  const response = saidResponse(text);
  if (response !== null) told.response ??= response;
  const sentences = text.split(/(?<=[.;])[^\S\n]+|[^\S\n]+(?=\()/u).filter((sentence) => !isOnlyResponse(sentence));
  told.criteria.push(
    ...sentences
      .join(' ')
      .split('\n')
      .map((line) => line.replace(/^(?:[-•*:]\s+)/, ''))
      .filter((line) => line !== ''),
  );
}

function isOnlyResponse(sentence: string): boolean {
  const phrase = responsePhrase.exec(sentence)?.[0];
  return phrase !== undefined && phrase.length > sentence.length * 0.6 && responseTimeIn(phrase) !== null;
}
