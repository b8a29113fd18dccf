import { expect, it } from 'vitest';
import { readUnit } from '#core/monitor/kinds/unitReading.ts';

const stopped = {
  LoadState: 'loaded',
  ActiveState: 'inactive',
  SubState: 'dead',
  Type: 'simple',
  ConditionResult: 'no',
};
const textOf = (unit: Readonly<Record<string, string>>): string =>
  readUnit('web.service', new Map(Object.entries(unit)), [], { last: null, wasKnown: true, now: 0 }).text;

it('blames a condition for a unit that is stopped only where systemd has looked at one', () => {
  expect(textOf({ ...stopped, ConditionTimestampMonotonic: '0' })).toBe('unit web is stopped');
  expect(textOf({ ...stopped, ConditionTimestampMonotonic: '81234567' })).toBe(
    'unit web is stopped (a condition in its unit file is not met)',
  );
});
