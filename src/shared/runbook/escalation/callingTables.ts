import type { BlockOf, TableRow } from '../document/block.ts';
import { calledName } from './calledName.ts';
import type { FoundTarget } from './listTargets.ts';
import { calledIn } from './narratedTargets.ts';
import { isPartyName } from './party.ts';

type Table = BlockOf<'table'>;

/** Marks that say whether somebody is told of a case: a tick, the letters of a RACI table, or a word for it. */
const mark =
  /^[^\p{L}\p{N}]*(?:yes|no|x|[raci](?:\s*[/,]\s*[raci])*|if needed|as needed|optional|available|informed|notif(?:y|ied)|paged?|alerted|called?|joins?|joins? immediately|responds?|leads?|ja|nein|oui|non|sí)?[^\p{L}\p{N}]*$/iu;
const isTold = /[\p{L}\p{N}✅✓✔☑●•📞📧]/u;

/** Whom a table has a column for each, with marks in it, beside one of cases. */
export function targetsOfMarks({ header, rows }: Table): FoundTarget[] {
  const found = header.flatMap((cell, column): FoundTarget[] => {
    if (column === 0 || !isPartyName(cell.text)) return [];
    if (!rows.every((row) => mark.test(row.cells[column]?.text ?? ''))) return [];
    const cases = rows.filter((row) => isTold.test(row.cells[column]?.text ?? ''));
    return [{ name: cell.text, when: cases.map((row) => row.cells[0]?.text ?? '').join('; '), line: cell.line }];
  });
  return found.length >= 2 ? found : [];
}

/** Whom a column of sentences says to call: `No answer → page the team lead`. It tells more than a column of who pages. */
export function targetsOfCalls(table: Table): FoundTarget[] {
  const columns = table.header.map((_, column) => table.rows.flatMap((row) => targetOfCall(row, column)));
  return columns.find((targets) => targets.length >= 2 && targets.length * 2 >= table.rows.length) ?? [];
}

const arrow = /^(?<left>.*?)\s*(?:→|➜|⇒|[-=]{1,2}>)\s*(?<right>[^→➜⇒]*)$/su;

function targetOfCall(row: TableRow, column: number): FoundTarget[] {
  const text = row.cells[column]?.text ?? '';
  const [called] = calledIn(text);
  const { left = '', right = '' } = arrow.exec(text)?.groups ?? {};
  const behind = calledName(right);
  const target = called ?? (!isPartyName(left) && isPartyName(behind) ? { name: behind, when: left } : null);
  if (target === null) return [];
  const first = column === 0 ? '' : (row.cells[0]?.text ?? '');
  return [{ name: target.name, when: [first, target.when].filter((part) => part !== '').join('; '), line: row.line }];
}
