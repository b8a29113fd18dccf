import { type CheckHistory, type HistoryPoint, resolutions } from '#shared/history/history.ts';
import { secondMs } from '#shared/time/instant.ts';

/** `paused` is planned maintenance. */
export type BandState = 'ok' | 'warning' | 'critical' | 'unobserved' | 'paused';
/** A stretch of the past in one state. */
export type HistoryBand = { readonly state: BandState; readonly fromAt: number; readonly toAt: number };

/** Neighbouring results may lie this far apart without anything having been missed between them. */
const slackMs = 2 * secondMs;
/** As in the core: silence for longer than this many intervals was not observed. */
const coveredIntervals = 3;

/**
 * The span as stretches without holes: a point that holds several states counts as the worst, and time without any
 * result is unobserved. The newest result holds until the next one is overdue.
 */
export function historyBands(
  { points, resolution }: Pick<CheckHistory, 'points' | 'resolution'>,
  span: { readonly fromAt: number; readonly toAt: number },
  intervalMs: number,
): readonly HistoryBand[] {
  const { fromAt, toAt } = span;
  const bands: HistoryBand[] = [];
  let reachedAt = fromAt;
  const add = (state: BandState, untilAt: number): void => {
    if (untilAt <= reachedAt) return;
    const last = bands.at(-1);
    if (last?.state === state) bands[bands.length - 1] = { ...last, toAt: untilAt };
    else bands.push({ state, fromAt: reachedAt, toAt: untilAt });
    reachedAt = untilAt;
  };
  for (const point of points) {
    const covered = coveredBy(point, resolutions[resolution].spanMs);
    if (covered === null) continue;
    if (covered.fromAt - reachedAt > slackMs) add('unobserved', Math.min(covered.fromAt, toAt));
    add(covered.state, Math.min(covered.toAt, toAt));
  }
  const last = bands.at(-1);
  const isFresh = last !== undefined && toAt - reachedAt <= Math.max(slackMs, coveredIntervals * intervalMs);
  add(isFresh ? last.state : 'unobserved', toAt);
  return bands;
}

/** A single result speaks for the time before it, a rolled-up point for its own span, and for more where it was asked less often. */
function coveredBy(point: HistoryPoint, spanMs: number): HistoryBand | null {
  const observedMs = point.okMs + point.warningMs + point.criticalMs + point.plannedMs;
  if (observedMs === 0) return null;
  const state = stateOf(point);
  const toAt = point.at + spanMs;
  return { state, fromAt: toAt - Math.max(spanMs, observedMs), toAt };
}

function stateOf({ criticalMs, warningMs, plannedMs }: HistoryPoint): BandState {
  if (criticalMs > 0) return 'critical';
  if (warningMs > 0) return 'warning';
  return plannedMs > 0 ? 'paused' : 'ok';
}
