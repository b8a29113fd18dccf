import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createHistory, type History } from '#core/history/createHistory.ts';
import { historyTables, plannedTime } from '#core/storage/tables/historyTables.ts';
import type { Span } from '#shared/maintenance/maintenanceSpans.ts';
import type { MaintenanceWindow } from '#shared/maintenance/maintenanceWindow.ts';
import { plannedMs } from '#shared/maintenance/plannedMs.ts';
import type { AlertSubject } from '#shared/silence/mutingOf.ts';
import type { Outcome } from '#shared/check/observation.ts';
import { dayMs, hourMs, minuteMs, secondMs } from '#shared/time/instant.ts';
import { createFakeClock } from '#tests/support/fakeClock.ts';

const intervalMs = 15 * secondMs;
const quiet = () => undefined;
const logger = { debug: quiet, info: quiet, warn: quiet, error: quiet };

let database: DatabaseSync;
let clock: ReturnType<typeof createFakeClock>;
let history: History;
let windows: readonly MaintenanceWindow[] = [];
const planned = (subject: AlertSubject, span: Span): number =>
  plannedMs(subject, span, { maintenance: [...windows], settings: {} }, 'UTC');

beforeEach(() => {
  database = new DatabaseSync(':memory:');
  database.exec(historyTables);
  database.exec(plannedTime);
  windows = [];
  clock = createFakeClock();
  history = createHistory({ database, clock, logger, plannedMs: planned });
});

afterEach(() => {
  history.close();
  database.close();
});

function observe(outcome: Outcome, forMs: number, value = 10): void {
  for (let passed = 0; passed < forMs; passed += intervalMs) {
    clock.advance(intervalMs);
    history.record(
      { checkId: 'disk', hostId: 'nas', serviceId: null, intervalMs },
      { outcome, text: '', values: [{ name: 'used', value, unit: '%' }], observedAt: clock.now(), tookMs: 1 },
    );
  }
}

it('counts downtime against the observed time only', () => {
  const startedAt = clock.now();
  observe('ok', 30 * minuteMs);
  observe('critical', 10 * minuteMs);
  clock.advance(5 * hourMs);
  observe('ok', 20 * minuteMs);
  const { availability } = history.read('disk', startedAt, clock.now() + 1, intervalMs);
  expect(availability.criticalMs).toBe(10 * minuteMs);
  expect(availability.observedMs).toBe(60 * minuteMs - 2 * intervalMs);
  expect(availability.share).toBeCloseTo(1 - 10 / 59.5, 6);
});

it('leaves unknown results out of the availability', () => {
  const startedAt = clock.now();
  observe('ok', 10 * minuteMs);
  observe('unknown', 10 * minuteMs);
  expect(history.read('disk', startedAt, clock.now() + 1, intervalMs).availability).toMatchObject({
    share: 1,
    criticalMs: 0,
  });
});

it('has no availability for what nobody observed', () => {
  expect(history.read('never', 0, clock.now() + 1, intervalMs).availability.share).toBeNull();
});

it('keeps extremes and downtime when single results are thinned out', () => {
  const startedAt = clock.now();
  observe('ok', hourMs, 10);
  observe('critical', 5 * minuteMs, 99);
  observe('ok', hourMs, 20);
  const fine = history.read('disk', startedAt, clock.now() + 1, intervalMs);
  expect(fine.resolution).toBe('raw');
  clock.advance(3 * dayMs);
  const coarse = history.read('disk', startedAt, clock.now(), intervalMs);
  expect(coarse.resolution).toBe('fiveMinutes');
  expect(coarse.availability.criticalMs).toBe(5 * minuteMs);
  expect(Math.max(...coarse.points.map((point) => point.value?.max ?? 0))).toBe(99);
  clock.advance(40 * dayMs);
  const oldest = history.read('disk', startedAt, clock.now(), intervalMs);
  expect(oldest.resolution).toBe('hours');
  expect(oldest.availability.criticalMs).toBe(5 * minuteMs);
});

it('forgets single results after 48 h and hours after two years', () => {
  const startedAt = clock.now();
  observe('ok', 10 * minuteMs);
  const rows = (table: string) =>
    (database.prepare(`SELECT count(*) AS rows FROM ${table}`).get() as { rows: number }).rows;
  history.flush();
  expect(rows('results')).toBe(40);
  clock.advance(2 * dayMs + 2 * hourMs);
  expect(rows('results')).toBe(0);
  clock.advance(731 * dayMs);
  expect(rows('rollups')).toBe(0);
  expect(history.read('disk', startedAt, clock.now(), intervalMs).points).toEqual([]);
});

it('goes on after a restart without counting the gap twice', () => {
  const startedAt = clock.now();
  observe('ok', 10 * minuteMs);
  history.close();
  history = createHistory({ database, clock, logger, plannedMs: planned });
  observe('ok', 10 * minuteMs);
  expect(history.read('disk', startedAt, clock.now() + 1, intervalMs).availability.observedMs).toBe(
    20 * minuteMs - intervalMs,
  );
});

it('counts neither the time of a suspend nor what a clock jumped over', () => {
  const startedAt = clock.now();
  observe('ok', 10 * minuteMs);
  clock.jump(25 * secondMs);
  observe('critical', intervalMs);
  clock.jump(dayMs);
  observe('ok', intervalMs);
  const { availability } = history.read('disk', startedAt, clock.now() + 1, intervalMs);
  expect(availability.criticalMs).toBe(intervalMs);
  expect(availability.observedMs).toBe(10 * minuteMs + intervalMs);
});

it('sets planned maintenance apart, to the second, also in what is thinned out', () => {
  const startedAt = clock.now();
  const local = (at: number): string => new Date(at).toISOString().slice(0, 16);
  const beginsAt = Math.ceil(startedAt / minuteMs) * minuteMs + 10 * minuteMs;
  windows = [
    { id: 'updates', hosts: ['nas'], start: local(beginsAt), end: local(beginsAt + 20 * minuteMs) },
    { id: 'overlaps', checks: ['disk'], start: local(beginsAt + 5 * minuteMs), end: local(beginsAt + 15 * minuteMs) },
    { id: 'elsewhere', hosts: ['pi'], start: local(startedAt), end: local(startedAt + dayMs) },
  ];
  observe('ok', beginsAt + 10 * minuteMs - startedAt);
  observe('critical', 15 * minuteMs);
  observe('ok', 10 * minuteMs);
  const expected = {
    // Planned: 10 minutes fine and 10 minutes down; 5 more minutes down were not announced.
    plannedMs: 20 * minuteMs,
    criticalMs: 5 * minuteMs,
  };
  const fine = history.read('disk', startedAt, clock.now() + 1, intervalMs);
  expect(fine.resolution).toBe('raw');
  expect(fine.availability).toMatchObject(expected);
  expect(Math.abs(fine.availability.plannedCriticalMs - 10 * minuteMs)).toBeLessThanOrEqual(intervalMs);
  clock.advance(40 * dayMs);
  const hours = history.read('disk', startedAt, clock.now(), intervalMs);
  expect(hours.resolution).toBe('hours');
  expect(hours.availability).toEqual(fine.availability);
});

it('has no availability where everything seen was planned maintenance', () => {
  const startedAt = clock.now();
  windows = [{ id: 'always', weekly: { days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00' } }];
  observe('critical', 10 * minuteMs);
  const { availability } = history.read('disk', startedAt, clock.now() + 1, intervalMs);
  expect(availability).toMatchObject({ share: null, observedMs: 0, criticalMs: 0 });
  expect(availability.plannedCriticalMs).toBe(10 * minuteMs - intervalMs);
});
