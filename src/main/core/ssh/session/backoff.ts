import { minuteMs, secondMs } from '#shared/time/instant.ts';

const firstMs = secondMs;
const longestMs = 5 * minuteMs;

/** How long to wait before the next attempt after this many failures in a row: doubling, jittered by half, 5 min at most. */
export function backoffMs(failures: number, random: () => number = Math.random): number {
  const whole = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 20));
  return Math.round(whole * (0.5 + random() / 2));
}
