import { choiceKind } from './choices.ts';
import type { Slot } from './findSlots.ts';

/** What a placeholder asks for. */
export type Meaning =
  | 'incidentStamp'
  | 'incidentId'
  | 'severity'
  | 'status'
  | 'title'
  | 'description'
  | 'startedAt'
  | 'detectedAt'
  | 'acknowledgedAt'
  | 'resolvedAt'
  | 'now'
  | 'duration'
  | 'nextUpdate'
  | 'impact'
  | 'actions'
  | 'progress'
  | 'cause'
  | 'resolution'
  | 'summary'
  | 'prevention'
  | 'postMortem'
  | 'service'
  | 'host';

type Rule = readonly [Meaning, RegExp];

/** People, places and plans, which no incident knows. */
const unknowable =
  /\b(links?|urls?|channel|bridge|phone|e-?mail|author|owner|lead|commander|manager|on[- ]?call|engineer|team|contacts?|attendees?|ticket|jira|your name|reporter)\b|^(next|planned|upcoming) (steps?|actions?)|^name$/;

const clockWords = /\b(time ?stamp|time|date ?time|date|when|hh ?mm|hh|yyyy|utc|clock|eta)\b/;

const times: readonly Rule[] = [
  ['nextUpdate', /\bnext\b/],
  [
    'duration',
    /elapsed|duration|down ?time|how long|length|total time|time (to|until) (resol|restor|recover|repair|fix)|\bminutes\b/,
  ],
  ['resolvedAt', /resol|\bend(s|ed|ing)?\b|restor|recover|\bfixed\b|closed|finish/],
  ['acknowledgedAt', /acknowledg|respond|response/],
  ['detectedAt', /detect|discover|notic|reported|\baware\b|identified/],
  ['startedAt', /start|began|begin|begun|since|opened|occur|onset|outage|incident|impact/],
];

/** In the order in which words win: what stands earlier is the more telling word. */
const subjects: readonly Rule[] = [
  ['prevention', /prevent|recurr|follow[- ]?ups?|lessons|action items|long[- ]term/],
  ['postMortem', /post[- ]?mortem|retrospective|\breview (date|meeting)/],
  ['summary', /summar|overview|recap|\btl ?dr\b/],
  ['cause', /\bcauses?\b|\brca\b|\bwhy\b/],
  ['progress', /progress|since (the )?last|latest|what s new|what is new|development/],
  ['resolution', /resol|\bfix|remed|repair|workaround|mitigat|what was done/],
  ['impact', /impact|affect|customers?|users?|\bwho\b|scope/],
  ['actions', /\bactions?\b|\bsteps?\b|measures|\btaken\b|\bdone\b|response/],
  ['severity', /severity|\bsev\b|priority|\blevel\b|urgency|criticality|^p ?[0-9x#]?$|^sev ?[0-9x#]$/],
  ['status', /\bstatus\b(?! page)|\bstate\b/],
  ['title', /\btitle\b|headline|^incident( name)?$|^subject$/],
  ['description', /descri|issue|problem|what happened|details?|symptom/],
  ['service', /service|system|component|application|\bapp\b/],
  ['host', /\bhost|server|machine|\bnode\b/],
  ['progress', /\bupdates?\b/],
];

/** Placeholders that only their label explains. */
const isVague = (words: string) =>
  /^(if |when |as )?(identified|known|applicable|needed|available|text|value|details?|description|brief description|tbd|tba|n a|here|fill in|your text|x+|\.+)$/.test(
    words,
  );

const wordsOf = (text: string) =>
  text
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9#-]+/g, ' ')
    .trim();

const firstOf = (rules: readonly Rule[], text: string): Meaning | null =>
  rules.find(([, pattern]) => pattern.test(text))?.[0] ?? null;

function timeMeaning(words: string, label: string): Meaning | null {
  const found =
    firstOf(times, words) ?? (/\b(id|ref(erence)?|number)\b/.test(label) ? 'incidentId' : firstOf(times, label));
  if (found !== null) return found;
  const isPlain =
    label === '' ||
    /^((current|local|last|as|of|sent|update|updated|posted|date|time|timestamp|and|now|at|on)\b ?)+$/.test(label);
  return isPlain ? 'now' : null;
}

function subjectMeaning(words: string, label: string): Meaning | null {
  const own = isVague(words) ? null : firstOf(subjects, words);
  const told = firstOf(subjects, label);
  if (own === null) return told ?? firstOf(subjects, words);
  return own === 'actions' && told !== null && told !== 'description' ? told : own;
}

/**
 * What belongs into a slot, told from the words of the placeholder and, where those are vague, of its label. Null where
 * nothing tells: then a person fills it in.
 */
export function meaningOf(slot: Slot, where: 'subject' | 'body', incidentId: string): Meaning | null {
  const { prefix } = slot;
  if (prefix.length > 1 && incidentId.startsWith(prefix)) return 'incidentStamp';
  const words = wordsOf(slot.placeholder);
  const label = wordsOf(slot.label);
  const choice = choiceKind(slot.placeholder);
  if (choice !== null) return choice;
  if (unknowable.test(words)) return null;
  if (/^(incident )?(id|number|no|key|ref(erence)?)$/.test(words))
    return /ticket|jira|issue/.test(label) ? null : 'incidentId';
  if (/elapsed|duration|down ?time|how long/.test(words)) return 'duration';
  if (/^next (update|communication|report|message)/.test(words)) return 'nextUpdate';
  if (clockWords.test(words)) return timeMeaning(words, label);
  const meaning = subjectMeaning(words, label);
  const isHeadline = where === 'subject' && (meaning === 'description' || meaning === 'summary');
  return isHeadline ? 'title' : meaning;
}
