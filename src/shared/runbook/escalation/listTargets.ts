import type { ListItem, Understandable } from '../document/block.ts';
import { isImperative } from '../imperative.ts';
import { targetInSentence } from './sentenceTarget.ts';

export type FoundTarget = { readonly name: string; readonly when: string; readonly line: number };
type Found = { readonly targets: FoundTarget[]; readonly understood: readonly Understandable[] };

/** `**Development Team**: For code-related issues`, `Level 1: On-call engineer (0-15 min)`, `If ..., page the lead`. */
export function targetsOfItems(items: readonly ListItem[]): Found {
  const found = items.map((item) => ({ item, target: targetOfItem(item) })).filter(({ target }) => target !== null);
  return {
    targets: found.flatMap(({ target }) => (target === null ? [] : [target])),
    understood: found.flatMap(({ item }) => [item, ...item.blocks]),
  };
}

function targetOfItem(item: ListItem): FoundTarget | null {
  const nested = item.blocks.flatMap((block) => (block.kind === 'list' ? block.items.map((inner) => inner.text) : []));
  const target = item.label === null ? targetInText(item.text) : labelled(item.label, item.rest);
  if (target === null) return null;
  const when = [target.when, ...nested].filter((part) => part !== '').join('; ');
  return { name: target.name, when, line: item.line };
}

const isLevel =
  /^[^\p{L}\p{N}]*(?:(?:level|tier|stage|step|stufe|ebene|l|t|niveau|nivel|phase)\s*-?\s*\d+|\d+(?:st|nd|rd|th|\.)?(?:\s*(?:level|line|tier|stufe|ebene|niveau|nivel))?|first|second|third|primary|secondary|tertiary|final)[^\p{L}\p{N}]*$/iu;
/** A sentence about a case that names nobody to call. */
const isCondition = /^(?:if|when|once|in case|wenn|falls|si|cuando|quand)\b/iu;
const isTime = /^(?:[<>≤≥~+T\s]*\d|after\b|within\b|immediate|nach \d|if\b|when\b|no (?:response|ack)|P\d|SEV)/iu;

function labelled(label: string, rest: string): { name: string; when: string } | null {
  if (rest === '') return nameAndWhen(label);
  const level = levelPrefix(label);
  if (level !== null && level.rest === '') return nameAndWhen(rest);
  if (isTime.test(label)) {
    const sentence = targetInSentence(rest);
    return {
      name: sentence?.name ?? nameOnly(rest),
      when: [label, sentence?.when ?? ''].filter((part) => part !== '').join('; '),
    };
  }
  return {
    name: nameAndWhen(level?.rest ?? label)?.name ?? label,
    when: [nameAndWhen(level?.rest ?? label)?.when ?? '', rest].filter((part) => part !== '').join('; '),
  };
}

function targetInText(text: string): { name: string; when: string } | null {
  const sentence = targetInSentence(text);
  if (sentence !== null) return sentence;
  if (isCondition.test(text) || (isImperative(text) && !/^(?:contact|call|page)\b/i.test(text))) return null;
  const level = levelPrefix(text);
  const plain = level?.rest ?? text;
  if (plain === '') return null;
  return plain.length > 160 ? null : nameAndWhen(plain);
}

/** `Level 2 - Team lead` split into the level and what it names. */
function levelPrefix(text: string): { readonly rest: string } | null {
  const match = /^(?<level>[^:：–—-]{1,24}?)\s*(?:[:：–—]|\s-\s|-(?=\s))\s*(?<rest>.*)$/su.exec(text);
  if (match?.groups === undefined) return isLevel.test(text) ? { rest: '' } : null;
  return isLevel.test(match.groups['level'] ?? '') ? { rest: match.groups['rest'] ?? '' } : null;
}

/** `Team lead (after 15 min)`, `Team lead: for database issues`, `Team lead - if no answer`. */
export function nameAndWhen(text: string): { name: string; when: string } | null {
  const match =
    /^(?<name>[^:：(–—]+?)\s*(?:\((?<inside>[^)]*)\)\s*(?:[:：–—-]\s*(?<after>.*))?|(?:[:：–—]|\s-\s|->|→)\s*(?<when>.*))?$/su.exec(
      text.trim(),
    );
  if (match?.groups === undefined) return { name: nameOnly(text), when: '' };
  const { name = '', inside = '', after = '', when = '' } = match.groups;
  const split = /^(.{2,60}?)\s+(for|if|when|after|within|bei|wenn|nach|pour|si|para)\s+(.*)$/isu.exec(name);
  if (split?.[1] !== undefined && inside === '' && when === '')
    return { name: nameOnly(split[1]), when: `${split[2] ?? ''} ${split[3] ?? ''}` };
  return name === ''
    ? null
    : { name: nameOnly(name), when: [inside, after, when].filter((part) => part !== '').join('; ') };
}

function nameOnly(text: string): string {
  return text
    .replace(/^[^\p{L}\p{N}@#<[{]+/u, '')
    .replace(/^(?:the|a|an|your)\s+/iu, '')
    .replace(/[\s.;,:]+$/u, '')
    .trim();
}
