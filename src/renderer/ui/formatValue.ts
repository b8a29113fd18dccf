import type { MeasuredValue } from '#shared/check/observation.ts';

const sizes = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** A measured value for people: `91 %`, `1.2 GB`, `0.34 s`. */
export function formatValue({ value, unit }: Pick<MeasuredValue, 'value' | 'unit'>): string {
  if (unit === 'B') return formatBytes(value);
  if (unit === '%') return `${value.toFixed(value < 10 && !Number.isInteger(value) ? 1 : 0)} %`;
  if (unit === 's' && value < 1) return `${Math.round(value * 1_000)} ms`;
  const text = formatNumber(value);
  return unit === '' || unit === 'c' ? text : `${text} ${unit}`;
}

/** Decimal sizes, as disks are sold: `1.2 GB`. */
export function formatBytes(bytes: number): string {
  let size = bytes;
  let index = 0;
  while (Math.abs(size) >= 1_000 && index < sizes.length - 1) {
    size /= 1_000;
    index += 1;
  }
  return `${formatNumber(size)} ${sizes[index] ?? 'B'}`;
}

function formatNumber(value: number): string {
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toFixed(digits);
}

/** `1 host`, `3 hosts`. */
export function count(amount: number, one: string, many = `${one}s`): string {
  return `${amount} ${amount === 1 ? one : many}`;
}
