import { hourMs, minuteMs, secondMs } from '#shared/time/instant.ts';
import { timeToFullMs, type FillSample } from '#shared/check/timeToFull.ts';

/** Past levels of one gauge: the last quarter of an hour closely, the last day in outline. */
export type FillTrend = {
  readonly near: readonly FillSample[];
  readonly far: readonly FillSample[];
  readonly isWarning: boolean;
  /** The level from which it last fell: below it, a rise has ended well before. */
  readonly fellFrom: FillSample | null;
};

export const noTrend: FillTrend = { near: [], far: [], isWarning: false, fellFrom: null };

const kept = 60;
const nearEveryMs = 14 * secondMs;
const farEveryMs = 24 * minuteMs;
/** A rate holds for the future about as long as it was seen in the past; we trust it somewhat further. */
const outlook = 4;
/** A rise that is younger than this may be a file that is being written. */
const youngestMs = 8 * minuteMs;
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
  const before = isBroken(previous, sample, capacity) ? brokenOff(previous) : previous;
  const { fellFrom } = before;
  const isKnownHeight = fellFrom !== null && sample.used <= fellFrom.used && sample.at - fellFrom.at < furthestMs;
  const near = withSample(before.near, sample, nearEveryMs);
  const far = withSample(before.far, sample, farEveryMs);
  const slack = previous.isWarning ? hysteresis : 1;
  const times = [near, far].flatMap((samples) => {
    const time = timeToFullMs(samples, capacity);
    const spanMs = spanOf(samples);
    const limitMs = spanMs < youngestMs || isKnownHeight ? 0 : slack * Math.min(furthestMs, outlook * spanMs);
    return time !== null && time < limitMs ? [time] : [];
  });
  const fullInMs = times.length === 0 ? null : Math.min(...times);
  return { trend: { near, far, isWarning: fullInMs !== null, fellFrom }, fullInMs };
}

function withSample(samples: readonly FillSample[], sample: FillSample, everyMs: number): readonly FillSample[] {
  const last = samples.at(-1);
  return last !== undefined && sample.at - last.at < everyMs ? samples : [...samples, sample].slice(-kept);
}

function brokenOff({ near }: FillTrend): FillTrend {
  return { ...noTrend, fellFrom: near.at(-1) ?? null };
}

/** The clock went back, or the level fell. */
function isBroken({ near }: FillTrend, sample: FillSample, capacity: number): boolean {
  const last = near.at(-1);
  return last !== undefined && (sample.at < last.at || last.used - sample.used > cleanUpShare * capacity);
}

function spanOf(samples: readonly FillSample[]): number {
  return (samples.at(-1)?.at ?? 0) - (samples[0]?.at ?? 0);
}
