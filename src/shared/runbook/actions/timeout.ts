import type { Effect } from '../../run/run.ts';
import type { Problems } from '../problems.ts';

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, min: 60_000, h: 3_600_000 };
const usualMs: Readonly<Record<Effect, number>> = { reads: 30_000, changes: 120_000, destroys: 120_000 };

/** Milliseconds one step may take, from `timeout=60s`; looking is given less time than acting. */
export function timeoutIn(written: string | undefined, effect: Effect, line: number, problems: Problems): number {
  if (written === undefined) return usualMs[effect];
  const match = /^(\d+)(ms|s|m|min|h)$/.exec(written);
  const milliseconds = Number(match?.[1]) * (unitMs[match?.[2] ?? ''] ?? Number.NaN);
  if (milliseconds > 0 && milliseconds <= 86_400_000) return milliseconds;
  problems.add(
    'error',
    line,
    `timeout=${written} is no time.`,
    'Write a number with s, m or h, such as timeout=60s, up to 24h.',
  );
  return usualMs[effect];
}
