import { noAttributes } from './document/attributes.ts';
import type { BlockOf, TableRow } from './document/block.ts';
import { isImperative } from './imperative.ts';
import type { Ids } from './ids.ts';
import { isOnlyTime } from './responseTime.ts';
import type { RunbookStep } from './runbook.ts';
import { stepFrom } from './steps.ts';
import { type TimeRange, timeRangeIn } from './timeRange.ts';

/** One row of a table that says what to do when. */
export type TimedRow = {
  readonly title: string;
  /** Null for a row that says `at once` beside others with a time. */
  readonly range: TimeRange | null;
  readonly steps: readonly RunbookStep[];
  readonly line: number;
};

const phaseColumn = /^(?:phases?|stage|step|what|name|étape|phase de|fase)$/iu;
const actionColumn = /action|task|activit|what|do\b|steps?|aktion|aufgabe|maßnahme|acción|tâche/iu;

/** Cells such as `5–10` have their unit in the header: `Minute`, `Time (min)`. */
function rangeIn(cell: string, header: string): TimeRange | null {
  const unit = /(?<!\p{L})(?:minutes?|mins?|minuten?|hours?|hrs?|stunden?|days?|tage?)(?!\p{L})/iu.exec(header)?.[0];
  const isBare = unit !== undefined && /^\s*\+?\d+\s*(?:[-–—]|to|bis)\s*\+?\d+\s*$/u.test(cell);
  return timeRangeIn(isBare ? `${cell.replaceAll('+', '')} ${unit}` : cell);
}

/** The rows of a table with a column of spans of time (`0-5 min`); nothing for other tables. */
export function timedRows(table: BlockOf<'table'>, ids: Ids): TimedRow[] {
  const rangeAt = (row: TableRow, column: number) =>
    rangeIn(row.cells[column]?.text ?? '', table.header[column]?.text ?? '');
  const timeColumn = table.header.findIndex((_, column) => {
    const ranges = table.rows.filter((row) => rangeAt(row, column) !== null);
    return ranges.length >= 2 && ranges.length >= table.rows.length * 0.6;
  });
  if (timeColumn === -1) return [];
  const columnOf = (words: RegExp) =>
    table.header.findIndex((cell, column) => column !== timeColumn && words.test(cell.text));
  const named = columnOf(actionColumn);
  const other = timeColumn === 0 ? 1 : 0;
  const telling = table.rows.filter((row) => isImperative(row.cells[other]?.text ?? '')).length;
  if (named === -1 && timeColumn !== 0 && telling * 2 < table.rows.length) return [];
  const action = named === -1 ? other : named;
  const phase = columnOf(phaseColumn);
  return table.rows.flatMap((row) => {
    const range = rangeAt(row, timeColumn);
    const text = row.cells[action]?.text ?? '';
    const isAtOnce = isOnlyTime(row.cells[timeColumn]?.text ?? '');
    if ((range === null && !isAtOnce) || text === '') return [];
    const parts = text
      .split(/\n|;\s+/)
      .map((part) => part.replace(/^[-•*]\s+/, ''))
      .filter((part) => part !== '');
    const steps = parts.map((part) => stepFrom({ text: part, line: row.line, attributes: noAttributes }, ids));
    return [
      {
        title: (phase === -1 || phase === action ? '' : row.cells[phase]?.text) || (parts[0] ?? text),
        range,
        steps,
        line: row.line,
      },
    ];
  });
}
