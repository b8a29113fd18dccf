import { describe, expect, it } from 'vitest';
import { count, formatBytes, formatValue } from '../../../src/renderer/ui/formatValue.ts';

describe('formatting of values', () => {
  it('keeps as many digits as help', () => {
    expect(formatValue({ value: 91, unit: '%' })).toBe('91 %');
    expect(formatValue({ value: 0.3456, unit: 's' })).toBe('346 ms');
    expect(formatValue({ value: 2.3456, unit: 's' })).toBe('2.35 s');
    expect(formatValue({ value: 9.24, unit: '%' })).toBe('9.2 %');
    expect(formatValue({ value: 12.34, unit: '' })).toBe('12.3');
    expect(formatValue({ value: 12, unit: 'c' })).toBe('12');
  });

  it('scales bytes', () => {
    expect(formatBytes(999)).toBe('999 B');
    expect(formatBytes(1_200_000)).toBe('1.20 MB');
    expect(formatValue({ value: 4.1e9, unit: 'B' })).toBe('4.10 GB');
  });

  it('counts in singular and plural', () => {
    expect(count(1, 'host')).toBe('1 host');
    expect(count(2, 'host')).toBe('2 hosts');
  });
});
