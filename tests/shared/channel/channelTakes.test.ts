import { fc } from '#tests/support/fastCheck.ts';
import { expect, it } from 'vitest';
import { channelTakes, isWithin } from '#shared/channel/channelTakes.ts';

const night = { from: '22:00', to: '07:00' };
const at = (hours: number, minutes = 0) => hours * 60 + minutes;

it('keeps quiet hours that cross midnight, end excluded', () => {
  expect([at(21, 59), at(22), at(0), at(6, 59), at(7)].map((minute) => isWithin(minute, night))).toEqual([
    false,
    true,
    true,
    true,
    false,
  ]);
});

it('lets P1 through quiet hours and nothing else', () => {
  const channel = { quiet: night };
  expect(channelTakes(channel, 'P1', at(3))).toBe(true);
  expect(channelTakes(channel, 'P2', at(3))).toBe(false);
  expect(channelTakes(channel, 'P2', at(12))).toBe(true);
});

it('never tells a channel of a level that it does not take', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1439 }),
      fc.constantFrom('P1', 'P2', 'P3', 'P4', 'warning', 'info', 'recovery'),
      (minute, level) => {
        expect(channelTakes({ levels: ['P2'] }, level, minute)).toBe(level === 'P2');
      },
    ),
  );
});
