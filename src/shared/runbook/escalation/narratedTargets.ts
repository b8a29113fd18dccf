import { isNarrated } from '../imperative.ts';
import type { BlockOf } from '../document/block.ts';
import type { FoundTarget } from './listTargets.ts';
import { isParty } from './party.ts';
import { targetInSentence } from './sentenceTarget.ts';

const condition = String.raw`(?:if|when|after|within|once|for|via|by|at|in|on|through|until)\b`;
/** `PagerDuty alerts the on-call engineer`, `The team lead informs the CTO after 30 minutes`. */
const somebodyCalls = new RegExp(
  String.raw`^(?:the\s+)?.{2,60}?\s+(?:alerts|pages|notifies|informs|calls|contacts|escalates(?:\s+\w+)?\s+to|tells|wakes(?:\s+up)?|involves|engages|brings\s+in|pings|phones|e-?mails|hands\s+over\s+to)\s+(?:the\s+)?(?<name>.+?)(?:[,;]?\s+(?<when>${condition}.*))?$`,
  'iu',
);
/** `If nobody answers, the team lead is paged`, `The CTO is informed after 30 minutes`. */
const somebodyIsCalled = new RegExp(
  String.raw`^(?:(?<first>${condition}[^,]+),\s*)?(?:the\s+)?(?<name>[^,]{2,60}?)\s+(?:is|are|gets?)\s+(?:then\s+|also\s+)?(?:paged|informed|notified|called|contacted|alerted|engaged|involved|brought\s+in|told)(?:\s+(?<when>.*))?$`,
  'iu',
);
/** `The on-call engineer acknowledges within 5 minutes`: who acts has been called. */
const somebodyActs = new RegExp(
  String.raw`^(?:the\s+)?(?<name>(?:[\p{L}\d/-]+\s+){0,3}?[\p{L}\d/-]+)\s+(?<verb>\p{Ll}+s)(?:\s.*?)??(?:\s+(?<when>(?:after|within|for|until)\s.*))?$`,
  'iu',
);

/** Whether a numbered list tells who does what, one after the other: a procedure that names whom it calls. */
export function isNarration(list: BlockOf<'list'>): boolean {
  const told = list.items.filter((item) => item.label === null && isNarrated(item.text));
  return list.isOrdered && list.items.length >= 2 && told.length * 2 >= list.items.length;
}

/** Everybody whom such a list calls, each once, in order of appearance. */
export function targetsOfNarration(list: BlockOf<'list'>): FoundTarget[] {
  const found = list.items.flatMap((item) => inSentence(item.text).map((target) => ({ ...target, line: item.line })));
  return found.filter(
    ({ name }, index) => found.findIndex((other) => other.name.toLowerCase() === name.toLowerCase()) === index,
  );
}

/** No sentence that calls somebody is longer. */
const longest = 300;

/** Whom a sentence says to call, or tells that somebody calls. */
export function calledIn(text: string): { readonly name: string; readonly when: string }[] {
  if (text.length > longest) return [];
  const told = targetInSentence(text);
  if (told !== null) return [told];
  const plain = text.replace(/[\s.;]+$/u, '');
  return somebody(somebodyCalls.exec(plain)?.groups ?? somebodyIsCalled.exec(plain)?.groups);
}

function inSentence(text: string): { readonly name: string; readonly when: string }[] {
  const called = calledIn(text);
  const plain = text.replace(/[\s.;]+$/u, '');
  if (called.length > 0 || !isNarrated(plain)) return called;
  return somebody(somebodyActs.exec(plain)?.groups);
}

function somebody(groups: Readonly<Record<string, string | undefined>> | undefined): { name: string; when: string }[] {
  const name = groups?.['name']?.trim() ?? '';
  if (!isParty(name)) return [];
  return [{ name, when: [groups?.['first'], groups?.['when']].filter((part) => part !== undefined).join('; ') }];
}
