import { fc } from '#tests/support/fastCheck.ts';
import { expect, it } from 'vitest';
import { flapShare, nextFlapping, type FlapMemory } from '#shared/check/flapping.ts';

it('weights 20 changes among 21 results from 0.8 to 1.2, as Nagios documents it', () => {
  expect(flapShare(Array.from({ length: 20 }, () => true))).toBeCloseTo(1, 10);
  const oldest = Array.from({ length: 20 }, (_, index) => index === 0);
  const newest = Array.from({ length: 20 }, (_, index) => index === 19);
  expect(flapShare(oldest)).toBeCloseTo(0.8 / 20, 10);
  expect(flapShare(newest)).toBeCloseTo(1.2 / 20, 10);
});

it('starts at 30 % and ends only below 25 %', () => {
  const feed = (memory: FlapMemory, changed: boolean, times: number): FlapMemory =>
    Array.from({ length: times }).reduce<FlapMemory>((before) => nextFlapping(before, changed), memory);
  const five = feed({ changes: [], flapping: false }, true, 5);
  expect(five.flapping).toBe(false);
  const six = nextFlapping(five, true);
  expect(six.flapping).toBe(true);
  let memory = six;
  while (memory.flapping) {
    expect(flapShare(memory.changes)).toBeGreaterThanOrEqual(0.25);
    memory = nextFlapping(memory, false);
  }
  expect(flapShare(memory.changes)).toBeLessThan(0.25);
});

it('always ends after 20 results without a change', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 60 }), (past) => {
      const full = past.reduce(nextFlapping, { changes: [], flapping: false } as FlapMemory);
      const quiet = Array.from({ length: 20 }, () => false).reduce(nextFlapping, full);
      expect(quiet.flapping).toBe(false);
      expect(quiet.changes).toHaveLength(20);
    }),
  );
});
