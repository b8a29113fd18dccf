import { type FoundTarget, nameAndWhen } from './listTargets.ts';
import { type Box, boxesIn } from './boxes.ts';
import { calledName } from './calledName.ts';
import { isParty, isProperName } from './party.ts';
import { targetInSentence } from './sentenceTarget.ts';

const arrow = /\s*(?:[-=─]{1,3}(?:\|[^|\n]*\|)?[>▶►]|→|⟶|➜|➔|⇒|↓|▼|⬇️?|(?:\s>\s(?!\d)))(?:\|[^|\n]*\|)?\s*/u;

/** A line that is nothing but the stem or the head of an arrow drawn downwards. */
const downwards = /^[\s│|]*(?:[vV↓▼│|]|\\\/)[\s│|]*$/mu;

/** Whether a text draws who follows whom with arrows, in one line or several. */
export function isArrowDiagram(text: string): boolean {
  return arrow.test(text) || downwards.test(text);
}

/** Stations are short; a sentence with an arrow in it, such as `Blocked → waits two days because nobody knows`, draws nothing. */
export function isProse(text: string): boolean {
  const stations = text.replaceAll(/\([^()]*\)/g, '').split(new RegExp(`${arrow.source}|\n`, 'gu'));
  return stations.some((station) => station.trim().split(/\s+/).length > mostWords);
}

const mostWords = 9;

/** The stations of a drawing such as `On-call → Team lead (15 min) → CTO`, or of one with `↓` between its lines. */
export function targetsOfDiagram(text: string, firstLine: number): FoundTarget[] {
  if (/^[^\S\n]*(?:graph|flowchart)\b/m.test(text)) return ofMermaid(text, firstLine);
  const boxes = boxesIn(text, firstLine);
  if (boxes.length > 0) return ofBoxes(boxes);
  const stations = text.split('\n').flatMap((line, index) =>
    (downwards.test(line) ? '' : asNote(line))
      .split(new RegExp(arrow, 'gu'))
      .map((station) => station.replaceAll(/[│|┌┐└┘├┤─*`]|\+(?=[-=\s]*$)|^\s*\+/gu, ' ').trim())
      .map((name) => ({ name, line: firstLine + index })),
  );
  return partiesOf(
    stations.reduce<FoundTarget[]>(withStation, []),
    stations.some(({ name }) => isDecision.test(name)),
  );
}

function ofBoxes(boxes: readonly Box[]): FoundTarget[] {
  const found = boxes.reduce<FoundTarget[]>((targets, { name, when, line }) => {
    const more = withStation(targets, { name, line });
    const last = more.length > targets.length ? more.at(-1) : undefined;
    return last === undefined || when === ''
      ? more
      : [...more.slice(0, -1), { ...last, when: [last.when, when].filter((part) => part !== '').join('; ') }];
  }, []);
  return partiesOf(
    found,
    boxes.some(({ name }) => isDecision.test(name)),
  );
}

/** What stands beside the stem of an arrow is said of the station above it. */
function asNote(line: string): string {
  const note = /^\s*[│|]\s+(?<note>[^│|]*[^│|\s])\s*$/u.exec(line)?.groups?.['note'];
  return note === undefined ? line : `(${note.replaceAll(/[()]/g, '')})`;
}

/** `isCalled`: the drawing says to call them. */
type Station = FoundTarget & { readonly isCalled?: boolean };

/** Where a drawing asks something, or names mostly other things, only those in it who can be called. */
function partiesOf<TStation extends Station>(targets: TStation[], asks: boolean): TStation[] {
  const parties = targets.filter(({ name, isCalled }) => isCalled === true || isParty(name) || isTurnAlone.test(name));
  const [first, ...others] = targets;
  if (first !== undefined && parties.length === others.length && !parties.includes(first) && isEvent.test(first.name))
    return others;
  if (asks) return parties;
  if (parties.length === 0) return targets.every(({ name }) => isProperName(name)) ? targets : [];
  const areAllNamed = targets.every((target) => parties.includes(target) || isProperName(target.name));
  return parties.length * 2 < targets.length && !areAllNamed ? parties : targets;
}

const isTurnAlone = /^(?:primary|secondary|tertiary|backup)$/iu;

/** What such drawings begin with, before the first person. */
const isEvent =
  /^(?:(?:an?|the|new|initial|automated)\s+)?(?:\p{L}+\s+)?(?:detect\p{L}*|alerts?|alarms?|incidents?|issues?|problems?|reports?|monitoring|events?|tickets?|trigger\p{L}*|page|start|begin|erkennung|meldung|störung|détection|alerte|detección|alerta|incidente|detecção)(?:\s+\p{L}+)?$/iu;

/** A drawing that asks something has more in it than people. */
const isDecision = /[?？]\s*$|^(?:yes|no|ja|nein|oui|non|sí|是|否)$/iu;

/** A station that is a kind of trouble says when the next ones are called. */
const trouble =
  /\b(?:issues?|problems?|incidents?|failures?|alerts?|outages?|breach(?:es)?|detected|störung(?:en)?|problèmes?|problemas?)$/iu;

/** `P3: handle it alone` says what to do at a level. */
const ofLevel = /^(?:sev(?:erity)?|p|s)[\s-]?\d(?:\s*\/\s*p?\d)?\s*[:：]|^if\s/iu;

/** A station that only names a time or condition belongs to the one that follows it in the drawing. */
function withStation(targets: FoundTarget[], station: { readonly name: string; readonly line: number }): FoundTarget[] {
  const text = withoutLevel(station.name.replace(/^[^\p{L}\p{N}(@]+/u, ''))
    .replace(/^(\p{L}[^()]*)\)$/u, '$1')
    .replace(/^\d+[.)]\s*/, '');
  if (!/\p{L}{2}/u.test(text) || trouble.test(text) || ofLevel.test(text)) return targets;
  const called = targetInSentence(text);
  if (called !== null) return [...targets, { ...called, line: station.line }];
  if (
    /^\(.*\)$/.test(text) ||
    /^(?:after\s+|if\b|within\s+|no\b)?[<>~+]?\s*\d*\s*(?:min|hour|h\b|m\b|response|ack)/iu.test(text)
  ) {
    const last = targets.at(-1);
    const when = text.replaceAll(/^\(|\)$/g, '');
    return last === undefined
      ? targets
      : [...targets.slice(0, -1), { ...last, when: [last.when, when].filter((part) => part !== '').join('; ') }];
  }
  const found = nameAndWhen(text);
  return found === null ? targets : [...targets, { ...found, name: calledName(found.name), line: station.line }];
}

/** `L2: System admin` without its level. */
function withoutLevel(name: string): string {
  return name.replace(/^(?:level|tier|l|t|stufe|step)\s*\d+\s*(?:[:.–-]\s*|\((?=[^()]*\)\s*$))/iu, '');
}

/** What is written at the arrow that leads to a node, other than yes and no. */
function edgeLabel(before: string): string {
  const label = /\|([^|]{1,80})\|\s*$/u.exec(before)?.[1]?.trim() ?? '';
  return isDecision.test(label) ? '' : label;
}

/** Nodes of a Mermaid graph in order of appearance, by their shown text. */
function ofMermaid(text: string, firstLine: number): FoundTarget[] {
  const seen = new Set<string>();
  const found = text.split('\n').flatMap((line, index): Station[] => {
    if (/^\s*(?:graph|flowchart|classDef|class|style|subgraph|end|%%)\b/.test(line)) return [];
    return [...line.matchAll(/(?<id>[\w-]+)\s*(?:\[+|\(+|\{+)"?(?<name>[^\])}"]+)"?(?:\]+|\)+|\}+)/gu)].flatMap(
      (match) => {
        const { id = '', name = '' } = match.groups ?? {};
        if (seen.has(id) || name.includes('?')) return [];
        seen.add(id);
        const shown = withoutLevel(name.replaceAll(/<br\s*\/?>/g, ' ').trim());
        const called = targetInSentence(shown);
        const target = called ?? nameAndWhen(shown);
        if (target === null) return [];
        const when = [target.when, edgeLabel(line.slice(0, match.index))].filter((part) => part !== '').join('; ');
        return [{ name: calledName(target.name), when, line: firstLine + index, isCalled: called !== null }];
      },
    );
  });
  const stations = partiesOf(found, /\{[^}\n]*\?|\|\s*(?:yes|no|ja|nein|oui|non|sí)\b/iu.test(text));
  return stations.map(({ name, when, line }) => ({ name, when, line }));
}
