import { isParty, isPartyName, isProperName } from './party.ts';

const call = String.raw`(?:page|notify|call|contact|escalate(?:\s+\w+)?\s+to|alert|inform|involve|engage|e-?mail|phone|text|loop in|bring in|reach out to|ping|pull in|consult|add|(?:route|assign|forward|transfer|hand\s?(?:over|off)?)(?:\s+\w+)?\s+to|wake(?: up)?|get|ask|benachrichtige\w*|informiere\w*|kontaktiere\w*|anrufen|contacter|avertir|notificar a|contactar a?)`;
const conditionFirst = new RegExp(
  String.raw`^(?<when>(?:if|when|after|in case|for|wenn|nach|bei|si|within|at|no)\b.+?)(?:,|:|→|->|\bthen\b)\s*(?:then\s+)?(?:please\s+)?(?:immediately\s+)?${call}\s+(?<name>.+)$`,
  'isu',
);
const callFirst = new RegExp(
  String.raw`^(?:please\s+)?(?:immediately\s+)?${call}\s+(?<name>.+?)(?:[,:]?\s+(?<when>(?:if|when|after|for|within|in case|once|unless|about|regarding|wenn|bei|nach|si|para|via|on(?![\s-](?:call|duty|shift))|at|by|through|using|in|immediately)\b.*))?$`,
  'isu',
);
/** A time before the name, with a verb or not. */
const timeFirst = new RegExp(
  String.raw`^(?<when>[<>≤≥~+T\s]*\d[\w\s.–-]{0,24}?)\s*(?:[:：–—]|→|->|\s-\s)\s*(?:${call}\s+)?(?<name>.+)$`,
  'isu',
);

/** Whom a sentence says to turn to and when: `If nobody answers in 15 minutes, page the team lead`. */
export function targetInSentence(text: string): { readonly name: string; readonly when: string } | null {
  const [left = '', right = ''] = text.split(/\s*(?:→|[-=]{1,2}>)\s*/u, 2);
  const behind = callFirst.exec(right.trim())?.groups?.['name'];
  if (behind !== undefined) return called(behind, left, text);
  for (const pattern of [conditionFirst, callFirst, timeFirst]) {
    const groups = pattern.exec(text.trim())?.groups;
    if (groups?.['name'] !== undefined) return called(groups['name'], groups['when'] ?? '', text);
  }
  return null;
}

/** `Escalate to SEV1 procedures` calls nobody. */
const isLevel =
  /^(?:sev(?:erity)?|p|s|prio(?:rity)?)[\s-]?\d|^(?:next|higher|upper)[\s-](?:level|tier)|^[^\p{L}\p{N}@<[{]/iu;

/** `Page`, `phone` and `e-mail` are things as well as verbs: somebody must be named, but for `escalate to`. */
function called(written: string, when: string, text: string): { readonly name: string; readonly when: string } | null {
  const name = tidyName(written);
  const isSomebody =
    (isParty(name) && name.split(/\s+/).length <= 3) ||
    isPartyName(name) ||
    isProperName(name) ||
    /\b(?:escalate|eskalier\w*|escalader|escalar)\b/iu.test(text);
  return isSomebody && name !== '' && !isLevel.test(name) ? { name, when: when.trim() } : null;
}

function tidyName(text: string): string {
  return text
    .replace(/^(?:the|a|an|your|our|den|die|das|le|la|el)\s+/iu, '')
    .replace(/[\s.;,:]+$/u, '')
    .replace(/\s+to\s+(?:take|get|have|help|join|be|ask|start|decide|review|confirm|approve|coordinate)\b.*$/isu, '')
    .replace(/\s+(?:at once|immediately|right away|asap|directly|first|as well|too|sofort)$/iu, '')
    .trim();
}
