import type { ListItem, Understandable } from '../document/block.ts';
import { isImperative } from '../imperative.ts';
import { calledName } from './calledName.ts';
import { isContactData, isContactDetail, isParty, isPartyName, isProperName, isTurn } from './party.ts';
import { targetInSentence } from './sentenceTarget.ts';

export type FoundTarget = { readonly name: string; readonly when: string; readonly line: number };
type Found = { readonly targets: FoundTarget[]; readonly understood: readonly Understandable[] };

type Candidate = { readonly item: ListItem; readonly target: FoundTarget; readonly isSure: boolean };

/** What is known of a list: that it is one of people, that it may be, or that nothing but the document's title says so. */
type Standing = 'all' | 'some' | 'strict';

/**
 * `**Development Team**: For code-related issues`, `Level 1: On-call engineer (0-15 min)`, `If ..., page the lead`. Items
 * that name no role and have no level, time or verb count only in a list whose other items do, or, in one of people, in a
 * list of nothing but names. Where only the document's title speaks of escalation each item must name somebody.
 */
export function targetsOfItems(items: readonly ListItem[], standing: Standing): Found {
  const candidates = items.flatMap((item) => candidateFrom(item, standing));
  const sure = candidates.filter((candidate) => candidate.isSure);
  if (standing === 'strict' && sure.length < items.length) return { targets: [], understood: [] };
  const areNames =
    standing === 'all' &&
    candidates.length === items.length &&
    candidates.every(
      ({ item, target, isSure }) =>
        isSure || isNameAlone(item) || (isProperName(target.name) && tellsOfPerson(item, target.when)),
    );
  const isWhole =
    sure.length > candidates.length / 2 ||
    (sure.length > 0 && standing === 'all' && sure.length * 2 >= candidates.length);
  const taken = isWhole || areNames ? candidates : sure;
  return {
    targets: taken.map(({ target }) => target),
    understood: taken.flatMap(({ item }) => [item, ...item.blocks]),
  };
}

/** A name, with not much said of it. */
function isNameAlone({ label, rest, text }: ListItem): boolean {
  return isProperName(label ?? text) && (label === null || isContactData(rest) || rest.split(/\s+/).length <= 5);
}

/** Behind a label stands how, when or in which turn a person is called; without one a name has something said of it. */
function tellsOfPerson({ label, rest }: ListItem, when: string): boolean {
  return label === null ? when !== '' : ofPerson.test(rest);
}

const ofPerson =
  /\+?\d[\d\s()./-]{5,}|\S@\S|^(?:primary|secondary|tertiary|backup|first|second|third)(?!\p{L})|(?<!\p{L})(?:if|when|after|wenn|falls|nach)(?!\p{L})/iu;

/** Names are short; what is longer is a sentence. */
const mostWords = 9;
const startsCase = /^(?:if|when|once|for|in case|bei|bij|für|wenn|falls|als|pour|en cas|si|para|em caso)\s/iu;
const says = /\s(?:is|are|can|contains?|has|have|will|should|must|may)\s/iu;

function candidateFrom(item: ListItem, standing: Standing): Candidate[] {
  if (item.label !== null && isContactDetail(item.label)) return [];
  const field = /^([^:：]{1,30})[:：]\s*\S/u.exec(item.text)?.[1];
  if (item.label === null && field !== undefined && isContactDetail(field)) return [];
  const found = targetOfItem(item);
  const target = found === null ? null : { ...found, name: calledName(found.name) };
  if (target === null || isContactData(target.name) || isContactDetail(target.name)) return [];
  const words = target.name.split(/\s+/).length;
  if (words > mostWords || says.test(target.name) || startsCase.test(target.name)) return [];
  if (item.label === null && words > 6 && item.text.startsWith(target.name)) return [];
  const isSure =
    isPartyName(target.name) ||
    levelPrefix(item.label ?? item.text) !== null ||
    targetInSentence(item.text) !== null ||
    namesCase.test(item.text) ||
    (item.label === null && calledInCase(item.text) !== null) ||
    (item.label !== null &&
      ((isContactData(item.rest) && (isTurn(item.label) || !/^[[<{]/.test(item.rest))) ||
        (isTime.test(item.label) && isProperName(target.name)))) ||
    (standing !== 'strict' && isTime.test(target.when) && isProperName(target.name));
  return [{ item, target, isSure }];
}

function targetOfItem(item: ListItem): FoundTarget | null {
  const nested = item.blocks.flatMap((block) => (block.kind === 'list' ? block.items.map((inner) => inner.text) : []));
  const target = item.label === null ? targetInText(item.text) : labelled(item.label, item.rest);
  if (target === null || target.name === '') return null;
  const when = [target.when, ...nested].filter((part) => part !== '').join('; ');
  return { name: target.name, when, line: item.line };
}

const isLevel =
  /^[^\p{L}\p{N}]*(?:(?:level|tier|stage|step|stufe|ebene|l|t|niveau|n[ií]vel|phase)\s*-?\s*\d+|\d+(?:st|nd|rd|th|\.)?(?:\s*(?:level|line|tier|stufe|ebene|niveau|n[ií]vel))?|first|second|third|primary|secondary|tertiary|final)[^\p{L}\p{N}]*$/iu;
/** How the case begins in which somebody is called. */
const isCondition = /^(?:if|when|once|in case|wenn|falls|si|cuando|quand)\b/iu;
/** `The author: for errors that nobody understands` */
const namesCase =
  /[:：]\s*(?:if|when|once|in case|for|after|during|wenn|falls|für|bei|nach|si|cuando|para|pour|quand|en cas|em caso)(?!\p{L})/iu;
const isTime = /^(?:[<>≤≥~+T\s]*\d|after\b|within\b|immediate|nach \d|if\b|when\b|no (?:response|ack)|P\d|SEV)/iu;

function labelled(label: string, rest: string): { name: string; when: string } | null {
  if (rest === '') return nameAndWhen(label);
  const [, bare = '', aside = ''] = /^(.*?)\s*\(([^()]*)\)$/su.exec(label) ?? [];
  if (isLevel.test(bare)) {
    const found = nameAndWhen(rest);
    return found === null ? null : { ...found, when: [aside, found.when].filter((part) => part !== '').join('; ') };
  }
  const level = levelPrefix(label);
  if (level !== null && level.rest === '') return nameAndWhen(rest);
  if (isTurn(label) && !isContactData(rest)) {
    if (isParty(rest) || isProperName(rest) || !isParty(label)) return nameAndWhen(rest);
    return { name: label, when: rest };
  }
  if (isTime.test(label)) {
    const sentence = targetInSentence(rest);
    return {
      name: sentence?.name ?? nameOnly(rest),
      when: [label, sentence?.when ?? ''].filter((part) => part !== '').join('; '),
    };
  }
  const called = calledName(rest);
  if (called !== rest && !isPartyName(label)) return { name: called, when: label };
  return {
    name: nameAndWhen(level?.rest ?? label)?.name ?? label,
    when: [nameAndWhen(level?.rest ?? label)?.when ?? '', rest].filter((part) => part !== '').join('; '),
  };
}

function targetInText(text: string): { name: string; when: string } | null {
  const sentence = targetInSentence(text);
  if (sentence !== null) return sentence;
  if (isCondition.test(text) || (isImperative(text) && !/^(?:contact|call|page)\b/i.test(text))) return null;
  const stated = calledInCase(text);
  if (stated !== null) return stated;
  const turn = /^([^:：]{1,30})[:：]\s*(.+)$/su.exec(text);
  const named = turn?.[1] !== undefined && isTurn(turn[1]) ? turn[2] : undefined;
  const level = levelPrefix(text);
  const plain = named ?? level?.rest ?? text;
  if (plain === '') return null;
  return plain.length > 160 ? null : nameAndWhen(plain);
}

/** `data loss: CTO + legal`, `15 min without progress: secondary (by phone)` */
function calledInCase(text: string): { name: string; when: string } | null {
  const [, when = '', who = ''] = /^([^:：]{2,60})[:：]\s*(\S.{1,80})$/su.exec(text) ?? [];
  const [name = '', aside = ''] = who.split(/\s*\(|\)\s*$/u);
  const isCalled = isPartyName(name) || (isTime.test(when) && isTurn(name));
  if (!isCalled || isParty(when) || isTurn(when) || isLevel.test(when)) return null;
  return { name: nameOnly(name), when: [when, aside].filter((part) => part !== '').join('; ') };
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
    /^(?<name>[^:：(–—]+?)\s*(?:\((?<inside>[^)]*)\)\s*(?:[,:：–—-]\s*(?<after>.*))?|(?:[:：–—]|\s-\s|->|→)\s*(?<when>.*))?$/su.exec(
      text.trim(),
    );
  if (match?.groups === undefined) return { name: nameOnly(text), when: '' };
  const { name = '', inside = '', after = '', when = '' } = match.groups;
  const reached = /^([^,]{2,60}),\s+(\S+@\S+|https?:\S+|\+?\d[\d\s()./-]{5,})$/u.exec(name);
  if (reached?.[1] !== undefined)
    return {
      name: nameOnly(reached[1]),
      when: [reached[2], inside, after, when].filter((part) => part !== '').join('; '),
    };
  const [, alone = '', case_ = ''] =
    /^([^,(]{2,60}),\s+((?:for|if|when|after|within|only|always|bei|wenn|falls|nach|nur|immer|pour|si|para)(?!\p{L}).*)$/isu.exec(
      text.trim(),
    ) ?? [];
  if (alone !== '') return { name: nameOnly(alone), when: case_ };
  const split = /^(.{2,60}?)\s+(for|if|when|after|within|bei|wenn|nach|pour|si|para)\s+(.*)$/isu.exec(name);
  if (split?.[1] !== undefined && inside === '' && when === '' && !/^\p{Lu}\p{Ll}/u.test(split[3] ?? ''))
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
