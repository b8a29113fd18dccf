/** How much was in use at a moment. */
export type FillSample = { readonly at: number; readonly used: number };

/** Fewer samples than this are no trend. */
const fewest = 10;
/** Share by which rising pairs must outnumber falling ones. */
const steadiness = 0.6;
/** The rise over the window must exceed the scatter around the line by this factor. */
const overScatter = 3;

/**
 * Milliseconds until `capacity` is used up at the present rate; null without a steady rise. The rate is the Theil-Sen
 * estimate (the median of all slopes), which single jumps do not move; noise and sawtooths are no rise.
 */
export function timeToFullMs(samples: readonly FillSample[], capacity: number): number | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (first === undefined || last === undefined || samples.length < fewest) return null;
  const slopes = slopesOf(samples);
  const rising = slopes.filter((slope) => slope > 0).length;
  const falling = slopes.filter((slope) => slope < 0).length;
  const slope = median(slopes);
  if (slope <= 0 || rising - falling < steadiness * slopes.length) return null;
  const level = median(samples.map(({ at, used }) => used - slope * (at - first.at)));
  const scatter = median(samples.map(({ at, used }) => Math.abs(used - level - slope * (at - first.at))));
  if (slope * (last.at - first.at) < overScatter * scatter) return null;
  return Math.max(0, capacity - last.used) / slope;
}

function slopesOf(samples: readonly FillSample[]): readonly number[] {
  const slopes: number[] = [];
  for (const [index, from] of samples.entries()) {
    for (const to of samples.slice(index + 1)) {
      if (to.at > from.at) slopes.push((to.used - from.used) / (to.at - from.at));
    }
  }
  return slopes;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
