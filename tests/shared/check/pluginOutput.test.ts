import { fc } from '#tests/support/fastCheck.ts';
import { expect, it } from 'vitest';
import { parsePerformanceData, readPluginOutput } from '#shared/check/pluginOutput.ts';

it('takes the exit status as the outcome and the first line as the text', () => {
  expect(readPluginOutput(0, 'DISK OK - free space: / 3326 MB | /=2643MB;5948;5958;0;5968\n')).toEqual({
    outcome: 'ok',
    text: 'DISK OK - free space: / 3326 MB',
    values: [{ name: '/', value: 2643, unit: 'MB', warning: 5948, critical: 5958 }],
  });
  expect(readPluginOutput(2, 'no bar here').outcome).toBe('critical');
  expect(readPluginOutput(3, 'x').outcome).toBe('unknown');
  expect(readPluginOutput(127, '')).toMatchObject({
    outcome: 'unknown',
    text: 'the plugin said nothing and ended with status 127',
  });
});

it('reads performance data of later lines as well', () => {
  const { values } = readPluginOutput(0, 'OK | a=1\nlong text\nmore | b=2s\nc=3%');
  expect(values.map(({ name, value, unit }) => `${name} ${value}${unit}`)).toEqual(['a 1', 'b 2s', 'c 3%']);
});

it.each([
  ["'label with spaces'=5.5;1;2;0;10", { name: 'label with spaces', value: 5.5, unit: '', warning: 1, critical: 2 }],
  ["'it''s'=-3c", { name: "it's", value: -3, unit: 'c' }],
  ['time=0.002s;;;0.000000;10.000000', { name: 'time', value: 0.002, unit: 's' }],
  ['load1=0.26;15.000;30.000;0;', { name: 'load1', value: 0.26, unit: '', warning: 15, critical: 30 }],
  ['x=1;@5:10;~:20', { name: 'x', value: 1, unit: '', critical: 20 }],
  ['big=1e3KB', { name: 'big', value: 1_000, unit: 'KB' }],
])('reads %s', (text, value) => {
  expect(parsePerformanceData(text)).toEqual([value]);
});

it('leaves out what is no number, and never throws', () => {
  expect(parsePerformanceData('a=U b= c=. =5 d=7')).toEqual([{ name: 'd', value: 7, unit: '' }]);
  fc.assert(
    fc.property(fc.string(), fc.integer(), (text, code) => {
      const { values } = readPluginOutput(code, text);
      for (const { value } of values) expect(Number.isFinite(value)).toBe(true);
    }),
  );
});
