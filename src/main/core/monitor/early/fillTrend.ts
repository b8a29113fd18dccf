import { hourMs, minuteMs, secondMs } from '#shared/time/instant.ts';
import { timeToFullMs, type FillSample } from '#shared/check/timeToFull.ts';

/** Past levels of one gauge: the last quarter of an hour closely, the last day in outline. */
export type FillTrend = { readonly near: readonly FillSample[]; readonly far: readonly FillSample[]; readonly isWarning: boolean };

export const noTrend: FillTrend = { near: [], far: [], isWarning: false };

const kept = 60;
const nearEveryMs = 14 * secondMs;
const farEveryMs = 24 * minuteMs;
/** A rate holds for the future about as long as it was seen in the past; we trust it somewhat further. */
const outlook = 4;
const furthestMs = 24 * hourMs;
/** A warning that was given ends only when there is clearly more time again. */
const hysteresis = 1.5;
/** Somebody cleaned up: what was before says nothing of the rate now. */
const cleanUpShare = 0.02;

/** The trend with one more level, and the time to full where it is near enough to say something. */
export function nextFillTrend(
  previous: FillTrend,
  sample: FillSample,
  capacity: number,
): { readonly trend: FillTrend; readonly fullInMs: number | null } {
  const before = isBroken(previous, sample, capacity) ? { ...noTrend, isWarning: previous.isWarning } : previous;
  const near = withSample(before.near, sample, nearEveryMs);
  const far = withSample(before.far, sample, farEveryMs);
  const slack = previous.isWarning ? hysteresis : 1;
  const times = [near, far].flatMap((samples) => {
    const time = timeToFullMs(samples, capacity);
    return time !== null && time <= slack * Math.min(furthestMs, outlook * spanOf(samples)) ? [time] : [];
  });
  const fullInMs = times.length === 0 ? null : Math.min(...times);
  return { trend: { near, far, isWarning: fullInMs !== null }, fullInMs };
}

function withSample(samples: readonly FillSample[], sample: FillSample, everyMs: number): readonly FillSample[] {
  const last = samples.at(-1);
  return last !== undefined && sample.at - last.at < everyMs ? samples : [...samples, sample].slice(-kept);
}

/** The clock went back, or the level fell. */
function isBroken({ near }: FillTrend, sample: FillSample, capacity: number): boolean {
  const last = near.at(-1);
  return last !== undefined && (sample.at < last.at || last.used - sample.used > cleanUpShare * capacity);
}

function spanOf(samples: readonly FillSample[]): number {
  return (samples.at(-1)?.at ?? 0) - (samples[0]?.at ?? 0);
}
