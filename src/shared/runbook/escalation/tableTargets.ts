import type { BlockOf } from '../document/block.ts';
import type { FoundTarget } from './listTargets.ts';

/** Columns that name who is to be called, the likeliest first: a role stays when its person changes. */
const who: readonly RegExp[] = [
  /escalate(?:s|d)? to|escalation (?:contact|to|target|path)/iu,
  /\b(?:role|team|function|position|group|owner|rolle|funktion|équipe|equipo|rol|equipe|função)\b|rôle|fonction|cargo|角色/iu,
  /\b(?:who|contacts?|person|notify|responsible|kontakt|wer|ansprechpartner|qui|contacto|vendor|provider|on-call|service|party|primary|recipient|target)\b|联系人|负责/iu,
  /\bname|\bnom\b|\bnombre\b|姓名/iu,
];
const notWho =
  /\b(?:phone|tel|e-?mail|slack|method|channel|number|how|when|time|after|trigger|condition|level|tier|severity)\b|电话/iu;
const when =
  /\b(?:when|trigger|condition|criteria|if|after|time|timeframe|within|threshold|for|reason|purpose|issue|scope|situation|escalate (?:if|after|when)|wann|nach|bedingung|zuständig|quand|cuándo|delay|response|use)\b|条件|时间/iu;
const escalationWords = /escalat|eskalat/iu;

/** The rows of a table of contacts. Outside a section on escalation its columns must say that it is one. */
export function targetsOfTable(table: BlockOf<'table'>, isEscalation: boolean): FoundTarget[] {
  const headers = table.header.map((cell) => cell.text);
  const says = headers.some((header) => escalationWords.test(header));
  if (!isEscalation && !says) return [];
  const named = headers.findIndex((header) => escalationWords.test(header) && !notWho.test(header));
  const plain =
    who
      .map((words) => headers.findIndex((header) => words.test(header) && !notWho.test(header)))
      .find((column) => column !== -1) ?? -1;
  const nameColumn = named === -1 ? (plain === -1 && isEscalation ? fallback(headers) : plain) : named;
  if (nameColumn === -1 || (!isEscalation && named === -1)) return [];
  return table.rows.flatMap((row) => {
    const name = row.cells[nameColumn]?.text.replaceAll('\n', ', ') ?? '';
    if (!/[\p{L}\p{N}]/u.test(name)) return [];
    const conditions = headers.flatMap((header, column) => {
      const text = row.cells[column]?.text ?? '';
      return column !== nameColumn && when.test(header) && text !== '' ? [text.replaceAll('\n', ', ')] : [];
    });
    return [{ name, when: conditions.join('; '), line: row.line }];
  });
}

function fallback(headers: readonly string[]): number {
  return headers.length > 1 ? 1 : 0;
}
