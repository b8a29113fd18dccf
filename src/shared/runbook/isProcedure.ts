import type { BlockOf, ListItem, Section } from './document/block.ts';
import { isContactDetail, isPartyName } from './escalation/party.ts';
import { isNarrated, isNounOfAction, isTelling } from './imperative.ts';
import type { Language } from './language.ts';
import { announcesFacts, announcesPossibilities } from './listIntro.ts';
import { isOfActions } from './levels/levelEntry.ts';
import { levelLabelIn } from './levels/levelLabel.ts';
import { nestedLists } from './steps.ts';
import { isDocumentAbout, type Topic, topicOf } from './topics.ts';

/** Least share of items that must tell somebody to do something, for lists with numbers and without. */
const leastTelling: Readonly<Record<Topic, readonly [ordered: number, unordered: number]>> = {
  severity: [0.6, 2],
  none: [0.25, 0.51],
  roles: [0.5, 2],
  escalation: [0.5, 2],
  reference: [0.5, 2],
  followUp: [0, 0],
  diagnosis: [0, 0.4],
  resolution: [0, 0.4],
  response: [0, 0.4],
  pattern: [2, 2],
  prevention: [2, 2],
  template: [2, 2],
  rule: [2, 2],
};

/** Topics of which nouns such as `Prüfung der Logs` are things to do. */
const aboutDoing = new Set<Topic>(['diagnosis', 'resolution', 'response', 'followUp']);

/** Whether a list tells what to do, by its section's topic and by how many of its items do. */
export function isProcedure(list: BlockOf<'list'>, section: Section, language: Language): boolean {
  const topic = topicOf(section);
  const items = list.items.filter((item) => item.text !== '');
  if (items.length === 0) return false;
  if (items.some((item) => item.isTask)) return true;
  const of = (test: (item: ListItem) => boolean) => items.filter(test).length / items.length;
  if (isAboutOthers(list, language) || announcesFacts(list)) return false;
  const areNounsToDo = list.isOrdered || (aboutDoing.has(topic) && !announcesPossibilities(list));
  const telling = of(
    (item) =>
      isTelling(item.text, language) ||
      isTelling(item.rest, language) ||
      (areNounsToDo && isNounOfAction(item.text, language)) ||
      (list.isOrdered && (item.codes.length > 0 || isNarrated(item.text))),
  );
  if (!list.isOrdered && isDocumentAbout('template', section)) return false;
  const [ordered, unordered] = leastTelling[topic];
  if (topic === 'none' && list.isOrdered && language !== 'english') return true;
  return telling >= (list.isOrdered ? ordered : unordered);
}

/** Whether a list is of what levels mean, of how people are reached, of causes, or of plain facts. */
export function isAboutOthers(list: BlockOf<'list'>, language: Language): boolean {
  const items = list.items.filter((item) => item.text !== '');
  const of = (test: (item: ListItem) => boolean) => items.filter(test).length / items.length;
  return (
    isOfCauses(list) ||
    of(isLevel) >= 0.5 ||
    of(isContact) > 0.5 ||
    of(({ text }) => isPartyName(text) && text.split(/\s+/).length <= 5) > 0.6 ||
    (!list.isOrdered && of((item) => isFact(item, language)) > 0.6)
  );
}

/** `P1: page at once` says what a level means, and is not one of several things to do. */
function isLevel(item: ListItem): boolean {
  const level = levelLabelIn((item.label ?? item.text).replace(/\s*\/\s*\p{L}+-?\d\b/gu, ''));
  return (
    level !== null &&
    /^\s*[^\p{L}\p{N}]*/u.test(item.text) &&
    (item.label !== null || /^[^:：–—-]{1,30}[:：–—-]/u.test(item.text))
  );
}

/** Whether a list asks why again and again. */
export function isOfCauses(list: BlockOf<'list'>): boolean {
  return list.items.filter(isCause).length * 2 > list.items.length;
}

/** `Why did nobody see it?` asks for a cause. */
function isCause(item: ListItem): boolean {
  return /^(?:why|warum|pourquoi|por qu[eé]|为什么)(?![\p{L}])/iu.test(item.text);
}

function isContact(item: ListItem): boolean {
  const label = item.label ?? /^([^:：]{1,30})[:：]/u.exec(item.text)?.[1];
  return label !== undefined && isContactDetail(label);
}

/** `Slack: #incidents`, `**Owner**: platform` */
function isFact(item: ListItem, language: Language): boolean {
  return item.label !== null && item.rest !== '' && item.rest.length < 40 && !isTelling(item.rest, language);
}

/** A list of facts may hold one of things to do: `Actions:` beside `Owner: ops`. */
export function listsInFacts(list: BlockOf<'list'>, section: Section, language: Language): BlockOf<'list'>[] {
  const labelled = list.items.filter((item) => item.label !== null || /^[^:：]{1,30}[:：]/u.test(item.text));
  const facts = labelled.filter((item) => nestedLists(item).length === 0);
  if (facts.length * 2 < list.items.length) return [];
  return labelled
    .filter((item) => isOfActions((item.label ?? item.text).replace(/\s*[:：]\s*$/, '')))
    .flatMap(nestedLists)
    .filter((inner) => inner.isOrdered || isProcedure(inner, section, language));
}
