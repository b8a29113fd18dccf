import type { Change } from './change.ts';

const minuteMs = 60_000;
/** Ends of the spans that count as near, nearer, nearest. */
const spansMs = [15 * minuteMs, 60 * minuteMs, 6 * 60 * minuteMs, 24 * 60 * minuteMs];
const longestMs = 3 * 24 * 60 * minuteMs;
/** Clocks differ, and the outage is noticed a little after what brought it. */
const slackMs = 60_000;

const nearness = (beforeMs: number): number => {
  const span = spansMs.findIndex((end) => beforeMs <= end);
  return span === -1 ? 0 : spansMs.length - span;
};

/** The changes before an instant, those that most likely have to do with it first: near in time and in matter. */
export function rankChanges(changes: readonly Change[], startedAt: number): readonly Change[] {
  const before = changes.filter(({ at }) => at <= startedAt + slackMs && at > startedAt - longestMs);
  const score = ({ at, related }: Change) => nearness(startedAt - at) + related * 1.5;
  return before.toSorted((a, b) => score(b) - score(a) || b.at - a.at);
}
