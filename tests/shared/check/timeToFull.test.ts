import { fc } from '#tests/support/fastCheck.ts';
import { expect, it } from 'vitest';
import { timeToFullMs, type FillSample } from '#shared/check/timeToFull.ts';

const everyMs = 15_000;
const rising = (perSample: number, noise: (index: number) => number = () => 0, count = 60): readonly FillSample[] =>
  Array.from({ length: count }, (_, index) => ({
    at: index * everyMs,
    used: 1_000 + index * perSample + noise(index),
  }));

it('knows when a steady rise reaches the end', () => {
  const samples = rising(10);
  expect(timeToFullMs(samples, 2_000)).toBeCloseTo(((2_000 - 1_590) / 10) * everyMs, 5);
});

it('is not misled by single jumps', () => {
  const samples = rising(10, (index) => (index % 13 === 5 ? 300 : 0));
  const expected = ((2_000 - (samples.at(-1)?.used ?? 0)) / 10) * everyMs;
  expect((timeToFullMs(samples, 2_000) ?? 0) / expected).toBeCloseTo(1, 1);
});

it('sees no rise in what stands still, falls, swings or is too short', () => {
  expect(timeToFullMs(rising(0), 2_000)).toBeNull();
  expect(timeToFullMs(rising(-5), 2_000)).toBeNull();
  expect(
    timeToFullMs(
      rising(0, (index) => (index % 10) * 20),
      2_000,
    ),
  ).toBeNull();
  expect(timeToFullMs(rising(10, undefined, 5), 2_000)).toBeNull();
});

it('sees no rise in noise', () => {
  const isMirrored = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 30, maxLength: 30 });
  fc.assert(
    fc.property(isMirrored, (noise) => {
      // Whatever happens is followed by its mirror image, so on the whole nothing rises.
      const samples = [...noise, ...noise.toReversed()].map((used, index) => ({ at: index * everyMs, used }));
      expect(timeToFullMs(samples, 5_000)).toBeNull();
    }),
  );
});

it('says the same for any units of time and amount', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 1, max: 1_000 }), (scale, step) => {
      const samples = rising(step).map(({ at, used }) => ({ at, used: used * scale }));
      const time = timeToFullMs(samples, 1_000_000 * scale) ?? 0;
      const plain = timeToFullMs(rising(step), 1_000_000) ?? 0;
      expect(time / plain).toBeCloseTo(1, 6);
    }),
  );
});
