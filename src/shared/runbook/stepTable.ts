import { noAttributes } from './document/attributes.ts';
import type { BlockOf, Understandable } from './document/block.ts';
import type { Ids } from './ids.ts';
import type { RunbookStep } from './runbook.ts';
import { stepFrom } from './steps.ts';

type Steps = { readonly steps: readonly RunbookStep[]; readonly understood: readonly Understandable[] };

const actionColumn =
  /^(?:actions?|steps?|tasks?|what(?: to do)?|activity|activities|procedure|to[\s-]?do|aktion|aufgabe|maßnahme|schritt|acción|tarea|tâche|action items?|actie|handeling|azione|ação|acciones|åtgärd|akcja|действие|操作|步骤|步驟|措施)$/iu;
const counting = /^(?:#|no\.?|nr\.?|step|schritt|stap|étape|paso|passo|krok|步骤|步驟)$/iu;

/** The rows of a table that has a column of things to do; nothing for other tables. */
export function stepsOfTable(table: BlockOf<'table'>, ids: Ids): Steps[] {
  const column = columnOf(table);
  if (column === -1) return [];
  const rows = table.rows.filter((row) => (row.cells[column]?.text ?? '') !== '');
  const steps = rows.map((row) =>
    stepFrom({ text: row.cells[column]?.text ?? '', line: row.line, attributes: noAttributes }, ids),
  );
  return [{ steps, understood: [table] }];
}

/** Tables that say what helps against what are for looking up, not for doing from top to bottom. */
const lookup =
  /^(?:symptoms?|problems?|issues?|errors?|causes?|likely cause|options?|alerts?|scenarios?|commands?|failures?|severity|priority|level|fehler|symptome?|symptôme|síntoma)$/iu;

function columnOf(table: BlockOf<'table'>): number {
  const headers = table.header.map((cell) => cell.text.trim());
  if (headers.some((header) => lookup.test(header))) return -1;
  const isNumbers = (column: number) => table.rows.every((row) => /^\d*[.)]?$/.test(row.cells[column]?.text ?? ''));
  const fitting = headers.flatMap((header, column) =>
    actionColumn.test(header) && !isNumbers(column) ? [column] : [],
  );
  const first = headers[0] ?? '';
  if (fitting.length > 0) return fitting.at(-1) ?? -1;
  return counting.test(first) && isNumbers(0) && headers.length > 1 ? 1 : -1;
}
