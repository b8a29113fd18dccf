import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { resolutions, type HistoryPoint } from '#shared/history/history.ts';

const pointSchema = z.object({
  at: z.int(),
  ok_ms: z.int(),
  warning_ms: z.int(),
  critical_ms: z.int(),
  planned_ms: z.int(),
  planned_critical_ms: z.int(),
  value_min: z.number().nullable(),
  value_max: z.number().nullable(),
  value_sum: z.number(),
  value_count: z.int(),
});

/** Single results, each speaking for the time before it. */
export function rawPoints(
  database: DatabaseSync,
  checkId: string,
  fromAt: number,
  toAt: number,
): readonly HistoryPoint[] {
  const rows = database
    .prepare(
      `SELECT at, iif(outcome = 'ok', covers_ms - planned_ms, 0) AS ok_ms,
         iif(outcome = 'warning', covers_ms - planned_ms, 0) AS warning_ms,
         iif(outcome = 'critical', covers_ms - planned_ms, 0) AS critical_ms,
         planned_ms, iif(outcome = 'critical', planned_ms, 0) AS planned_critical_ms,
         value AS value_min, value AS value_max,
         coalesce(value, 0) AS value_sum, value IS NOT NULL AS value_count
       FROM results WHERE check_id = ? AND at >= ? AND at < ? ORDER BY at`,
    )
    .all(checkId, fromAt, toAt);
  return rows.map(pointOf);
}

/** Sums and extremes per span of this resolution. */
export function rolledPoints(
  database: DatabaseSync,
  checkId: string,
  resolution: 'fiveMinutes' | 'hours',
  fromAt: number,
  toAt: number,
): readonly HistoryPoint[] {
  const { spanMs } = resolutions[resolution];
  const rows = database
    .prepare('SELECT * FROM rollups WHERE check_id = ? AND span_ms = ? AND at >= ? AND at < ? ORDER BY at')
    .all(checkId, spanMs, Math.floor(fromAt / spanMs) * spanMs, toAt);
  return rows.map(pointOf);
}

function pointOf(row: unknown): HistoryPoint {
  const point = pointSchema.parse(row);
  const { value_min: min, value_max: max, value_sum, value_count } = point;
  return {
    at: point.at,
    okMs: point.ok_ms,
    warningMs: point.warning_ms,
    criticalMs: point.critical_ms,
    plannedMs: point.planned_ms,
    plannedCriticalMs: point.planned_critical_ms,
    value: min === null || max === null ? null : { min, max, mean: value_sum / value_count },
  };
}
