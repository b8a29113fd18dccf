import { expect, it } from 'vitest';
import { createEarlyWarnings } from '#core/monitor/early/earlyWarnings.ts';
import type { Reading } from '#core/monitor/kinds/reading.ts';
import { resolveChecks } from '#core/monitor/resolveChecks.ts';
import { createFakeClock } from '#tests/support/fakeClock.ts';
import { host, lab } from './monitorBench.ts';

const [check] = resolveChecks(lab([host('nas', [{ id: 'disk', kind: 'disk', path: '/' }])]), () => ({}));
if (check === undefined) throw new Error('no check');
const target = check;

const disk = (used: number): Reading => ({
  outcome: 'ok',
  text: `disk / is ${Math.round(used)} % full`,
  values: [],
  gauges: [{ name: 'space', what: 'disk /', used, capacity: 100 }],
});

/** The outcomes of a disk that is looked at every 15 s. */
function outcomes(levels: readonly number[]): readonly string[] {
  const clock = createFakeClock();
  const early = createEarlyWarnings(clock);
  return levels.map((used) => {
    clock.advance(15_000);
    return early.enrich(target, disk(used)).outcome;
  });
}
const steps = (count: number, level: (index: number) => number): readonly number[] =>
  Array.from({ length: count }, (_, index) => level(index));

it('warns of a disk that fills up within an hour long before it is full', () => {
  const seen = outcomes(steps(200, (index) => 40 + index / 4));
  const first = seen.indexOf('warning');
  expect(first).toBeGreaterThan(10);
  expect(40 + first / 4).toBeLessThan(75);
  expect(seen.slice(first).every((outcome) => outcome === 'warning')).toBe(true);
});

it('is quiet about slow growth, noise, sawtooths and a single large file', () => {
  expect(outcomes(steps(300, (index) => 40 + index / 2_000))).not.toContain('warning');
  expect(outcomes(steps(300, (index) => 60 + ((index * 7_919) % 13)))).not.toContain('warning');
  expect(outcomes(steps(300, (index) => 60 + (index % 20)))).not.toContain('warning');
  expect(outcomes(steps(300, (index) => (index < 100 ? 40 : 70)))).not.toContain('warning');
});

it('learns from a level that went down by itself that it may rise so high again', () => {
  const seen = outcomes(steps(400, (index) => 50 + ((index % 50) / 50) * 30));
  expect(seen.slice(51)).not.toContain('warning');
});

it('is quiet again after somebody cleaned up', () => {
  const levels = [...steps(120, (index) => 40 + index / 3), ...steps(20, () => 30)];
  const seen = outcomes(levels);
  expect(seen[119]).toBe('warning');
  expect(seen.slice(121)).not.toContain('warning');
});

it('says when it is full, in words and as a value', () => {
  const clock = createFakeClock();
  const early = createEarlyWarnings(clock);
  let last = disk(0);
  for (const used of steps(120, (index) => 40 + index / 3)) {
    clock.advance(15_000);
    last = early.enrich(target, disk(used));
  }
  expect(last.text).toMatch(/^disk \/ is 80 % full; at the present rate disk \/ is full in about 15 min$/);
  expect(last.values).toMatchObject([{ name: 'spaceFullIn', unit: 'h' }]);
});

it('takes a unit that is restarted again and again for critical, and not one restart', () => {
  const clock = createFakeClock();
  const early = createEarlyWarnings(clock);
  const unit = (restarts: number): Reading => ({ outcome: 'ok', text: 'unit web is running', values: [], restarts });
  const seen = [0, 1, 1, 2, 3, 4, 5].map((restarts) => {
    clock.advance(8_000);
    return early.enrich(target, unit(restarts));
  });
  expect(seen.map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'critical']);
  expect(seen.at(-1)?.text).toBe('unit web is running; it was restarted 5 times within a minute');
});
