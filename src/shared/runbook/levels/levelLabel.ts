import { remembering } from '../remembering.ts';

/** A severity as a label names it: `P1`, `SEV-2`, `S3`, `Severity 1 (Critical)`, `High`. */
export type LevelLabel = {
  /** The same wherever the level is named: its number, or its name in small letters. */
  readonly key: string;
  readonly number: number | null;
  /** The short name as written: `P1`, `SEV-2`, or the name itself. */
  readonly label: string;
  readonly name: string;
  /** What follows the label and name in the same text. */
  readonly rest: string;
};

const numbered =
  /(?<![\p{L}\p{N}/-])(?:(?:sev(?:erity)?|prio(?:rity)?|schweregrad|priorität|stufe|gravit[ée]|gravedad|gravidade|gravit[àa]|severidad|severidade|prioridad|prioridade|priorit[éà]|niveau|n[ií]vel|nivel(?:ul)?|livello|poziom|nivå|priorytet|уровень|приоритет|level|lvl|category|cat|class|tier|impact)[\s_-]?(?:level[\s_-]?)?|(?:p|s|l)-?)(?<number>[0-5])(?![\p{L}\p{N}.]|\s*[-–]\s*\d|\s*\/(?!\s*(?:sev|prio|p|s)[\s-]?\k<number>(?!\p{N})))/iu;

/** `Severity A` and `Level II` count like `Severity 1` and `Level 2`. */
const counted =
  /^(?:[^\p{L}\p{N}]*)(?:(?:sev(?:erity)?|priority|class|category|level|tier|stufe|klasse|niveau|nivel|livello)[\s-]+)(?<count>IV|V|I{1,3}|[A-E])(?![\p{L}\p{N}])/iu;
const counts: Readonly<Record<string, number>> = { I: 1, II: 2, III: 3, IV: 4, V: 5, A: 1, B: 2, C: 3, D: 4, E: 5 };
/** The same level by its other name: `SEV1 / P1`. */
const alias = /^\s*\/\s*(?:sev|prio|p|s)[\s-]?\d/iu;

/** Names by how severe they are said to be, in some languages. */
const names: readonly RegExp[] = [
  /critical|emergency|catastrophic|blocker|disaster|kritisch|critique|crítico|crítica|critico|critica|kritiek|kritik|kritisk|krytyczn[yae]|critic[ăa]?|notfall|urgent|urgente|pilne|критическ\p{L}*|严重|紧急/iu,
  /high|major|severe|serious|hoch|élevée?|haute?|majeure?|alta|alto|grave|hoog|hög|wysoki[e]?|wysoka|ridicat[ăa]?|major[ăa]|yüksek|высок\p{L}*|高/iu,
  /medium|moderate|normal|warning|warnung|avertissement|advertencia|significant|mittel|moyenne?|modérée?|media|medio|média|médio|moderad[oa]|gemiddeld|medel|średni[ea]?|mediu|medie|orta|средн\p{L}*|中/iu,
  /low|minor|trivial|cosmetic|cosmétique|kosmetisch|cosmético|niedrig|gering|faible|basse?|mineure?|baja|bajo|baixa|baixo|bassa|basso|leve|laag|låg|niski[e]?|niska|scăzut[ăa]?|redus[ăa]?|düşük|низк\p{L}*|低/iu,
  /informational|information|info|advisory|planning|planned/iu,
];
const anyName = new RegExp(`^(?:${names.map((words) => words.source).join('|')})$`, 'iu');
const nameAlone = names.map((words) => new RegExp(`^(?:${words.source})$`, 'iu'));
const fillers = /^(?:severity|priority|impact|level|incidents?|issues?|priorität|schweregrad|级|级别)$/iu;

/** The order of a level's name from the most severe, 0 being first; null for a word that names no level. */
export function nameOrder(word: string): number | null {
  const trimmedWord = word.trim();
  if (!anyName.test(trimmedWord)) return null;
  const index = nameAlone.findIndex((words) => words.test(trimmedWord));
  return index === -1 ? null : index;
}

/** Colours that levels are called by, red first. */
const colours: readonly RegExp[] = [
  /^(?:code )?(?:red|rot|rouge|rojo|vermelho|rosso|rood)$/iu,
  /^(?:code )?(?:orange|naranja|laranja|arancione|oranje)$/iu,
  /^(?:code )?(?:yellow|amber|gelb|jaune|amarillo|amarelo|giallo|geel)$/iu,
  /^(?:code )?(?:green|grün|vert|verde|groen)$/iu,
  /^(?:code )?(?:blue|blau|bleu|azul|blu|blauw|white)$/iu,
];

/** The order of a colour that levels are called by, 0 being red; null for any other word. */
export function colourOrder(word: string): number | null {
  const index = colours.findIndex((words) => words.test(word.trim()));
  return index === -1 ? null : index;
}

/** `Tier 1`, `L2`: as often a tier of support as a severity. */
export function isTierOfSupport({ label }: LevelLabel): boolean {
  return /^(?:tier|level|lvl|l|t)[\s_-]?\d$/iu.test(label);
}

/** Reads a label; null where the text does not begin by naming a severity. */
export const levelLabelIn = remembering(labelIn);

const isAscii = /^[ -~\n]*$/;

function labelIn(text: string): LevelLabel | null {
  const plain = (isAscii.test(text) ? text : text.normalize('NFC'))
    .replaceAll(/[^\p{L}\p{N}\s().,:;/&+'’<>≤≥%–—_-]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/^\d{1,2}(?:\.\d+)*[.)]\s+/, '');
  return numberedLabel(plain) ?? countedLabel(plain) ?? namedLabel(plain);
}

/** So far into a text a number still labels it; the label itself is shorter than the second. */
const farthest = 40;
const longestLabel = 60;

function numberedLabel(plain: string): LevelLabel | null {
  const match = numbered.exec(plain.slice(0, farthest + longestLabel));
  if (match === null || match.index > farthest) return null;
  const before = trimmed(plain.slice(0, match.index));
  const { name, rest } = nameAfter(plain.slice(match.index + match[0].length).replace(alias, ''));
  const isNamedBefore = before !== '' && nameOrder(withoutFillers(before)) !== null;
  const isAside = /[(:–—-]\s*$/u.test(plain.slice(0, match.index)) && before.split(' ').length <= 2;
  if (before !== '' && !isNamedBefore && !isAside) return null;
  const number = Number(match.groups?.['number']);
  const ownName = before !== '' ? withoutFillers(before) || before : name;
  return {
    key: String(number),
    number,
    label: match[0],
    name: ownName || match[0],
    rest: before !== '' ? joined(name, rest) : rest,
  };
}

function countedLabel(plain: string): LevelLabel | null {
  const match = counted.exec(plain);
  const number = counts[match?.groups?.['count']?.toUpperCase() ?? ''];
  if (match === null || number === undefined) return null;
  const { name, rest } = nameAfter(plain.slice(match[0].length));
  const label = trimmed(match[0]);
  return { key: String(number), number, label, name: name || label, rest };
}

function joined(name: string, rest: string): string {
  return [name, rest].filter((part) => part !== '').join(' ');
}

/** `(Critical): all down`, ` - Critical Impact`, `: Critical - all down`. */
function nameAfter(after: string): { name: string; rest: string } {
  const parenthesised = /^\s*[:–—-]?\s*\(([^()]{1,60})\)\s*[:–—-]?\s*/u.exec(after);
  if (parenthesised?.[1] !== undefined)
    return { name: trimmed(parenthesised[1]), rest: after.slice(parenthesised[0].length).trim() };
  const text = trimmed(after);
  const [first = '', ...others] = text.split(/\s*(?:[:–—(]|\s-\s|,\s)\s*/u);
  const words = first.split(' ');
  if (first !== '' && words.length <= 5 && !/[.!?]\s/u.test(first))
    return { name: trimmed(first), rest: trimmed(text.slice(first.length)) };
  return { name: '', rest: others.length === 0 ? text : text };
}

function namedLabel(plain: string): LevelLabel | null {
  const [head = ''] = plain.split(/\s*(?:[:–—(]|\s-\s)\s*/u);
  const word = withoutFillers(head);
  if (nameOrder(word) === null && colourOrder(word) === null) return null;
  return {
    key: word.toLowerCase(),
    number: null,
    label: word,
    name: word,
    rest: trimmed(plain.slice(head.length).replace(/\)$/u, '')),
  };
}

function withoutFillers(text: string): string {
  return text
    .split(/\s+/)
    .filter((word) => !fillers.test(word))
    .join(' ')
    .trim();
}

function trimmed(text: string): string {
  return text
    .replaceAll(/^[\s:–—,(-]+|[\s:–—,(-]+$/gu, '')
    .replace(/^([^()]*)\)$/u, '$1')
    .trim();
}
