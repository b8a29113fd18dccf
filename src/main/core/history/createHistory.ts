import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { Observation } from '#shared/check/observation.ts';
import { availabilityOf, resolutionFor, resolutions, type CheckHistory } from '#shared/history/history.ts';
import type { Span } from '#shared/maintenance/maintenanceSpans.ts';
import type { AlertSubject } from '#shared/silence/mutingOf.ts';
import { hourMs, secondMs } from '#shared/time/instant.ts';
import type { Clock, Logger, Stop } from '../ports/ports.ts';
import { rawPoints, rolledPoints } from './historyPoints.ts';

const flushMs = 2 * secondMs;
/** An answer speaks for the time since the one before it, but never for more than this many intervals. */
const coveredIntervals = 3;

const upsertRollup = `
  INSERT INTO rollups (check_id, span_ms, at, ok_ms, warning_ms, critical_ms, planned_ms, planned_critical_ms,
    value_min, value_max, value_sum, value_count)
  VALUES (:check, :span, :at, :ok, :warning, :critical, :planned, :plannedCritical,
    :value, :value, coalesce(:value, 0), :value IS NOT NULL)
  ON CONFLICT (check_id, span_ms, at) DO UPDATE SET
    ok_ms = ok_ms + excluded.ok_ms,
    warning_ms = warning_ms + excluded.warning_ms,
    critical_ms = critical_ms + excluded.critical_ms,
    planned_ms = planned_ms + excluded.planned_ms,
    planned_critical_ms = planned_critical_ms + excluded.planned_critical_ms,
    value_min = min(coalesce(value_min, excluded.value_min), coalesce(excluded.value_min, value_min)),
    value_max = max(coalesce(value_max, excluded.value_max), coalesce(excluded.value_max, value_max)),
    value_sum = value_sum + excluded.value_sum,
    value_count = value_count + excluded.value_count`;

/** The past of every check: written every 2 s in one transaction, thinned out by age, read for plots and reports. */
export type History = {
  readonly record: (check: RecordedCheck, observation: Observation) => void;
  readonly read: (checkId: string, fromAt: number, toAt: number, intervalMs: number) => CheckHistory;
  readonly flush: () => void;
  readonly close: () => void;
};

/** Whose answer it is, and how often it is asked. */
export type RecordedCheck = AlertSubject & { readonly checkId: string; readonly intervalMs: number };

type Pending = {
  readonly checkId: string;
  readonly observation: Observation;
  readonly coversMs: number;
  readonly plannedMs: number;
};

export function createHistory(dependencies: {
  readonly database: DatabaseSync;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How much of a span was planned maintenance of this. */
  readonly plannedMs: (subject: AlertSubject, span: Span) => number;
}): History {
  const { database, clock, logger } = dependencies;
  const insertResult = database.prepare(
    'INSERT OR REPLACE INTO results (check_id, at, outcome, covers_ms, planned_ms, value) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const addToRollup = database.prepare(upsertRollup);
  const newestResult = database.prepare('SELECT max(at) AS at FROM results WHERE check_id = ?');
  const last = new Map<string, { readonly at: number; readonly monotonicMs: number }>();
  let pending: Pending[] = [];
  let stopFlush: Stop | null = null;
  let stopPrune: Stop = () => undefined;

  /** Time since the result before, by the clock that stood still more: neither suspend nor a clock that was set counts. */
  const elapsedMs = (checkId: string, observedAt: number): number => {
    const before = last.get(checkId);
    if (before !== undefined) return Math.min(observedAt - before.at, clock.monotonic() - before.monotonicMs);
    const { at } = z.object({ at: z.int().nullable() }).parse(newestResult.get(checkId));
    return at === null ? 0 : observedAt - at;
  };

  const write = ({ checkId, observation, coversMs, plannedMs }: Pending): void => {
    const value = observation.values[0]?.value ?? null;
    insertResult.run(checkId, observation.observedAt, observation.outcome, coversMs, plannedMs, value);
    const countedMs = coversMs - plannedMs;
    for (const { spanMs } of [resolutions.fiveMinutes, resolutions.hours]) {
      addToRollup.run({
        check: checkId,
        span: spanMs,
        at: Math.floor(observation.observedAt / spanMs) * spanMs,
        ok: observation.outcome === 'ok' ? countedMs : 0,
        warning: observation.outcome === 'warning' ? countedMs : 0,
        critical: observation.outcome === 'critical' ? countedMs : 0,
        planned: plannedMs,
        plannedCritical: observation.outcome === 'critical' ? plannedMs : 0,
        value,
      });
    }
  };

  const flush = (): void => {
    stopFlush?.();
    stopFlush = null;
    if (pending.length === 0) return;
    const batch = pending;
    pending = [];
    try {
      inTransaction(database, () => {
        for (const item of batch) write(item);
      });
    } catch (error) {
      // The past is worth less than the present: watching goes on without it.
      logger.error('results could not be kept', { results: batch.length, error: String(error) });
    }
  };

  const prune = (): void => {
    const now = clock.now();
    try {
      database.prepare('DELETE FROM results WHERE at < ?').run(now - resolutions.raw.keepMs);
      for (const { spanMs, keepMs } of [resolutions.fiveMinutes, resolutions.hours])
        database.prepare('DELETE FROM rollups WHERE span_ms = ? AND at < ?').run(spanMs, now - keepMs);
    } catch (error) {
      logger.warn('old results could not be cleared away', { error: String(error) });
    }
    stopPrune = clock.after(hourMs, prune);
  };
  prune();

  return {
    record: (check, observation) => {
      const { checkId, intervalMs } = check;
      const passedMs = Math.max(0, elapsedMs(checkId, observation.observedAt));
      const coversMs = passedMs > coveredIntervals * intervalMs ? 0 : Math.round(passedMs);
      last.set(checkId, { at: observation.observedAt, monotonicMs: clock.monotonic() });
      const toAt = observation.observedAt;
      const plannedMs = coversMs === 0 ? 0 : dependencies.plannedMs(check, { fromAt: toAt - coversMs, toAt });
      pending.push({ checkId, observation, coversMs, plannedMs });
      stopFlush ??= clock.after(flushMs, flush);
    },
    read: (checkId, fromAt, toAt, intervalMs) => {
      flush();
      const resolution = resolutionFor(fromAt, toAt, clock.now(), intervalMs);
      const points =
        resolution === 'raw'
          ? rawPoints(database, checkId, fromAt, toAt)
          : rolledPoints(database, checkId, resolution, fromAt, toAt);
      return { checkId, resolution, points, availability: availabilityOf(points) };
    },
    flush,
    close: () => {
      flush();
      stopPrune();
    },
  };
}

function inTransaction(database: DatabaseSync, work: () => void): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    work();
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}
