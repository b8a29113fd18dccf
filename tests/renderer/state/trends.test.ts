import { describe, expect, it } from 'vitest';
import { nextTrends } from '../../../src/renderer/state/trends.ts';
import { fixtureLive } from '../fixtureLab.ts';

describe('trends', () => {
  it('take each measurement once and keep the newest', () => {
    let trends = nextTrends({}, fixtureLive(1_000_000, false, 0));
    const again = nextTrends(trends, fixtureLive(1_000_000, false, 0));
    expect(again).toBe(trends);
    for (let beat = 1; beat < 60; beat += 1)
      trends = nextTrends(trends, fixtureLive(1_000_000 + beat * 1_000, false, beat));
    expect(trends['nas.load']?.values).toHaveLength(24);
    expect(trends['nas.disk']?.values.at(-1)).toBe(91);
  });
});
