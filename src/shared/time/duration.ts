import { dayMs, hourMs, minuteMs, secondMs } from './instant.ts';

const units = [
  { name: 'd', ms: dayMs },
  { name: 'h', ms: hourMs },
  { name: 'min', ms: minuteMs },
  { name: 's', ms: secondMs },
] as const;

/** `1 h 5 min`: the two largest units, rounded down; `0 s` for less than a second and for what is negative. */
export function durationText(ms: number): string {
  const first = units.findIndex((unit) => ms >= unit.ms);
  const [large, small] = first < 0 ? [] : units.slice(first, first + 2);
  if (large === undefined) return '0 s';
  const rest = small === undefined ? 0 : Math.floor((ms % large.ms) / small.ms);
  const whole = `${Math.floor(ms / large.ms)} ${large.name}`;
  return small === undefined || rest === 0 ? whole : `${whole} ${rest} ${small.name}`;
}
