import { fc } from '#tests/support/fastCheck.ts';
import { describe, expect, it } from 'vitest';
import type { HistoryPoint } from '#shared/history/history.ts';
import { hourMs, minuteMs, secondMs } from '#shared/time/instant.ts';
import { availabilityText } from '../../../src/renderer/hosts/availabilityText.ts';
import { historyBands } from '../../../src/renderer/hosts/historyBands.ts';
import { historySeries } from '../../../src/renderer/hosts/historySeries.ts';

const intervalMs = 15 * secondMs;
const none = { plannedMs: 0, plannedCriticalMs: 0 };
const point = (at: number, of: Partial<HistoryPoint> = {}): HistoryPoint => ({
  at,
  okMs: 0,
  warningMs: 0,
  criticalMs: 0,
  plannedMs: 0,
  plannedCriticalMs: 0,
  value: null,
  ...of,
});

describe('the history of a check', () => {
  it('calls time without any result unobserved, before, between and after', () => {
    const points = [point(60_000, { okMs: 30_000 }), point(300_000, { okMs: 15_000 })];
    expect(historyBands({ resolution: 'raw', points }, { fromAt: 0, toAt: 600_000 }, intervalMs)).toEqual([
      { state: 'unobserved', fromAt: 0, toAt: 30_000 },
      { state: 'ok', fromAt: 30_000, toAt: 60_000 },
      { state: 'unobserved', fromAt: 60_000, toAt: 285_000 },
      { state: 'ok', fromAt: 285_000, toAt: 300_000 },
      { state: 'unobserved', fromAt: 300_000, toAt: 600_000 },
    ]);
  });

  it('lets the newest result hold until the next one is overdue', () => {
    const points = [point(60_000, { criticalMs: 60_000 })];
    expect(historyBands({ resolution: 'raw', points }, { fromAt: 0, toAt: 90_000 }, intervalMs)).toEqual([
      { state: 'critical', fromAt: 0, toAt: 90_000 },
    ]);
  });

  it('shows a rolled-up point as the worst that was in it', () => {
    const points = [point(0, { okMs: 290_000, criticalMs: 10_000 }), point(300_000, { okMs: 200_000, warningMs: 9 })];
    const bands = historyBands({ resolution: 'fiveMinutes', points }, { fromAt: 0, toAt: 600_000 }, intervalMs);
    expect(bands.map(({ state }) => state)).toEqual(['critical', 'warning']);
  });

  it('lets an hourly check fill the hour that its answer speaks for', () => {
    const points = [point(hourMs - 5 * minuteMs, { okMs: hourMs })];
    expect(historyBands({ resolution: 'fiveMinutes', points }, { fromAt: 0, toAt: hourMs }, hourMs)).toEqual([
      { state: 'ok', fromAt: 0, toAt: hourMs },
    ]);
  });

  it('covers the whole span without a hole or an overlap, whatever was seen', () => {
    const duration = fc.integer({ min: 0, max: 100_000 });
    const points = fc
      .array(fc.record({ at: fc.nat(1_000_000), okMs: duration, warningMs: duration, criticalMs: duration }))
      .map((rows) => rows.map((row) => point(row.at, row)).sort((one, other) => one.at - other.at));
    fc.assert(
      fc.property(points, fc.constantFrom('raw', 'fiveMinutes', 'hours'), (rows, resolution) => {
        const span = { fromAt: 1_000, toAt: 900_000 };
        const bands = historyBands({ resolution, points: rows }, span, intervalMs);
        expect(bands[0]?.fromAt).toBe(span.fromAt);
        expect(bands.at(-1)?.toAt).toBe(span.toAt);
        for (const [index, band] of bands.entries()) {
          expect(band.toAt).toBeGreaterThan(band.fromAt);
          const next = bands[index + 1];
          if (next === undefined) continue;
          expect(next.fromAt).toBe(band.toAt);
          expect(next.state).not.toBe(band.state);
        }
      }),
    );
  });

  it('shows planned maintenance as such, unless something broke beside it', () => {
    const points = [
      point(0, { okMs: 1_000, plannedMs: 299_000, plannedCriticalMs: 200_000 }),
      point(300_000, { criticalMs: 1_000, plannedMs: 299_000 }),
    ];
    const bands = historyBands({ resolution: 'fiveMinutes', points }, { fromAt: 0, toAt: 600_000 }, intervalMs);
    expect(bands.map(({ state }) => state)).toEqual(['paused', 'critical']);
  });

  it('tells planned maintenance beside the availability, not in it', () => {
    const seen = { share: 1, observedMs: 22 * hourMs, criticalMs: 0 };
    expect(availabilityText({ ...seen, plannedMs: 2 * hourMs, plannedCriticalMs: 38 * minuteMs })).toBe(
      'Available for 100 % of the 22 h that were seen. Planned maintenance of 2 h (critical for 38 min of it) is not counted.',
    );
    expect(availabilityText({ ...seen, plannedMs: 2 * hourMs, plannedCriticalMs: 0 })).toMatch(
      /Planned maintenance of 2 h is not counted\.$/,
    );
  });

  it('breaks the line of values where nothing was seen', () => {
    const value = { min: 1, mean: 2, max: 3 };
    const points = [point(60_000, { okMs: 60_000, value }), point(300_000, { okMs: 15_000, value })];
    const history = { resolution: 'raw', points } as const;
    const series = historySeries(history, historyBands(history, { fromAt: 0, toAt: 300_000 }, intervalMs));
    expect(series.mean).toEqual([2, null, 2]);
    expect(series.at).toEqual([...series.at].sort((one, other) => one - other));
    expect(series.hasValues).toBe(true);
  });

  it('says the availability of the time that was seen, and never rounds an outage away', () => {
    const text = (observedMs: number, criticalMs: number) =>
      availabilityText({
        ...none,
        share: observedMs === 0 ? null : 1 - criticalMs / observedMs,
        observedMs,
        criticalMs,
      });
    expect(text(23 * hourMs, 11 * minuteMs)).toBe(
      'Available for 99.2 % of the 23 h that were seen, critical for 11 min.',
    );
    expect(text(24 * hourMs, secondMs)).toMatch(/for 99\.99 % of/);
    expect(text(hourMs, 0)).toBe('Available for 100 % of the 1 h that were seen.');
    expect(text(hourMs, hourMs)).toMatch(/for 0 % of/);
    expect(text(0, 0)).toMatch(/^Not seen/);
  });
});
