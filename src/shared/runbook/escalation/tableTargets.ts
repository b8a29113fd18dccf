import type { BlockOf, TableRow } from '../document/block.ts';
import { targetsOfCalls, targetsOfMarks } from './callingTables.ts';
import { durationsIn } from '../duration.ts';
import { isOnlyTime } from '../responseTime.ts';
import { type FoundTarget, nameAndWhen } from './listTargets.ts';
import { isContactData, isParty, isProperName } from './party.ts';

/** Columns that name who is to be called, the likeliest first: a role stays when its person changes. */
const who: readonly RegExp[] = [
  /escalate(?:s|d)? to|escalation (?:contact|to|target|path)/iu,
  /\b(?:role|team|function|position|group|owner|organi[sz]ation|company|vendor|provider|department|rolle|funktion|équipe|equipo|rol|equipe|função)\b|rôle|fonction|cargo|角色/iu,
  /\b(?:who|contacts?|person|notify|responsible|kontakt|wer|ansprechpartner|qui|contacto|on-call|service|party|primary|recipient|target)\b|联系人|负责/iu,
  /\bname|\bnom\b|\bnombre\b|姓名/iu,
];
const arrow = /\s*(?:→|➜|⇒|[-=]{1,2}>)\s*/u;
const notWho =
  /\b(?:phone|tel|e-?mail|slack|method|channel|number|how|when|time|after|triggers?|criteria|level|tier|severity|policy|process|resolution|response|sla|duration)\b|电话/iu;
const when =
  /\b(?:when|trigger|condition|criteria|if|after|time|timeframe|within|threshold|for|reason|purpose|issue|scope|situation|scenario|escalate (?:if|after|when)|wann|nach|bedingung|zuständig|quand|cuándo|delay|response|use)\b|条件|时间/iu;
const escalationWords = /escalat|eskalat|escalad|escalam|升级/iu;
const calledFirst = /respond|first|primary|who|page|notif|alert|assignee|owner/iu;

type Table = BlockOf<'table'>;

/** The rows of a table of contacts. Outside a section on escalation its columns must say that it is one. */
export function targetsOfTable(table: Table, isEscalation: boolean): FoundTarget[] {
  if (ofTurns.test(table.header[0]?.text ?? '')) return [];
  const marked = isEscalation ? targetsOfMarks(table) : [];
  if (marked.length > 0) return marked;
  const called = isEscalation ? targetsOfCalls(table) : [];
  if (called.length > 0) return called;
  const columns = isEscalation ? whoColumns(table) : escalateColumns(table);
  if (columns.length === 0) return [];
  return table.rows.flatMap((row) => columns.flatMap((column) => targetOfCell(table, row, column, columns)));
}

/** A rota says who has which week. */
const ofTurns = /^(?:weeks?(?:[\s-]?of)?|dates?|periods?|shifts?|woche|semaine|semana)$/iu;

function targetOfCell(table: Table, row: TableRow, column: number, columns: readonly number[]): FoundTarget[] {
  const name = textOf(row, column);
  const header = table.header[column]?.text ?? '';
  if (!/[\p{L}\p{N}]/u.test(name) || isContactData(name) || isOnlyTime(name)) return [];
  if (escalationWords.test(header) && !isParty(name)) return [];
  const conditions = table.header.flatMap((cell, index) => {
    const text = textOf(row, index);
    const isCase =
      index === 0 &&
      columns.length > 0 &&
      /\p{L}{2}|\d\p{L}|\p{L}\d/u.test(text) &&
      !/^(?:l|t|level|tier)\s*-?\d$/iu.test(text);
    return !columns.includes(index) && text !== '' && (when.test(cell.text) || isCase) ? [text] : [];
  });
  const times = durationsIn(header).length > 0 ? [header] : [];
  const said = [...times, ...conditions].join('; ');
  const stations = name.split(arrow).filter((station) => station.trim() !== '');
  if (stations.length < 2) return [{ name, when: said, line: row.line }];
  return stations.flatMap((station) => {
    const found = nameAndWhen(station.trim());
    const isSomebody = found !== null && (isParty(found.name) || isProperName(found.name));
    if (!isSomebody) return [];
    return [{ name: found.name, when: [found.when, said].filter((part) => part !== '').join('; '), line: row.line }];
  });
}

/** A cell's text; `Immediate to the IT director` names the IT director. */
function textOf(row: TableRow, column: number): string {
  const text = row.cells[column]?.text.replaceAll('\n', ', ') ?? '';
  return text.replace(
    /^(?:immediate(?:ly)?|at once|sofort|立即)?\s*(?:escalate\w*\s+)?(?:to|an|升级到|升級到)\s+(?:the\s+)?(?=\S)/iu,
    '',
  );
}

/** How many of a column's cells name somebody. */
function partiesIn(table: Table, column: number): number {
  const texts = table.rows.map((row) => textOf(row, column)).filter((text) => text !== '' && !isContactData(text));
  return texts.length === 0 ? 0 : texts.filter((text) => isParty(text) && text.length < 100).length / texts.length;
}

/** Columns whose heading speaks of escalation and whose cells name somebody; before them those who are called first. */
function escalateColumns(table: Table): number[] {
  const all = table.header.map((_, column) => column);
  const named = all.filter((column) => {
    const header = table.header[column]?.text ?? '';
    return escalationWords.test(header) && !notWho.test(header) && partiesIn(table, column) > 0;
  });
  const first = named[0];
  if (first === undefined) return [];
  const before = all.filter(
    (column) => column < first && calledFirst.test(table.header[column]?.text ?? '') && partiesIn(table, column) >= 0.5,
  );
  return [...before, ...named];
}

/** What the first column of a directory is called. */
const ofSomebody = /^(?:roles?|teams?|vendors?|providers?|departments?|rolle|équipe|equipo|equipe)$/iu;
const toSomebody = /escalate(?:s|d)? to|escalation (?:contact|to|target)/iu;

function isDirectory(table: Table): boolean {
  return ofSomebody.test(table.header[0]?.text ?? '') && table.rows.every((row) => !isContactData(textOf(row, 0)));
}

function whoColumns(table: Table): number[] {
  const timed = timedColumns(table);
  if (timed.length >= 2) return timed;
  const named = escalateColumns(table);
  if (isDirectory(table) && named.every((column) => !toSomebody.test(table.header[column]?.text ?? ''))) return [0];
  if (named.length > 0) return named;
  const headers = table.header.map((cell) => cell.text);
  const fitting = who.flatMap((words) =>
    headers.flatMap((header, column) => (words.test(header) && !notWho.test(header) ? [column] : [])),
  );
  const best =
    fitting.find((column) => partiesIn(table, column) >= 0.5) ?? fitting.find((column) => !isData(table, column));
  if (best !== undefined) return [best];
  const filled = headers.flatMap((_, column) => (partiesIn(table, column) >= 0.5 ? [column] : []));
  return filled.slice(0, 1);
}

/** Columns such as `0-15 min` and `1 hour` that name who is told by then. */
function timedColumns(table: Table): number[] {
  return table.header.flatMap((cell, column) =>
    durationsIn(cell.text).length > 0 && partiesIn(table, column) >= 0.5 ? [column] : [],
  );
}

function isData(table: Table, column: number): boolean {
  return table.rows.every((row) => textOf(row, column) === '' || isContactData(textOf(row, column)));
}
