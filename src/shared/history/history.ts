import { dayMs, hourMs, minuteMs } from '../time/instant.ts';

/** How finely the past is kept, and for how long: single results 48 h, 5 minutes 30 days, hours 2 years. */
export const resolutions = {
  raw: { spanMs: 0, keepMs: 2 * dayMs },
  fiveMinutes: { spanMs: 5 * minuteMs, keepMs: 30 * dayMs },
  hours: { spanMs: hourMs, keepMs: 730 * dayMs },
} as const;
export type Resolution = keyof typeof resolutions;

/** One point of a check's past. Times without any observation have no point: they were unobserved. */
export type HistoryPoint = {
  readonly at: number;
  readonly okMs: number;
  readonly warningMs: number;
  readonly criticalMs: number;
  /** Planned maintenance, in none of the times above, and how much of it was critical. */
  readonly plannedMs: number;
  readonly plannedCriticalMs: number;
  /** Of the check's first measured value; null where it measures none. */
  readonly value: { readonly min: number; readonly mean: number; readonly max: number } | null;
};

export type CheckHistory = {
  readonly checkId: string;
  readonly resolution: Resolution;
  readonly points: readonly HistoryPoint[];
  readonly availability: Availability;
};

/**
 * Share of the observed time in which the check was not critical; null when nothing was observed. Planned maintenance is
 * told beside it: it was announced, so it is no broken promise, but it is not hidden either.
 */
export type Availability = {
  readonly share: number | null;
  readonly observedMs: number;
  readonly criticalMs: number;
  readonly plannedMs: number;
  readonly plannedCriticalMs: number;
};

const finestPoints = 2_000;

/** The finest resolution that still has the whole span and makes no more points than a plot can show. */
export function resolutionFor(fromAt: number, toAt: number, now: number, intervalMs: number): Resolution {
  const spanMs = toAt - fromAt;
  if (now - fromAt <= resolutions.raw.keepMs && spanMs / intervalMs <= finestPoints) return 'raw';
  if (now - fromAt <= resolutions.fiveMinutes.keepMs && spanMs / resolutions.fiveMinutes.spanMs <= finestPoints)
    return 'fiveMinutes';
  return 'hours';
}

/** Unknown, unobserved and planned time is in neither part of the share, so it neither helps nor hurts. */
export function availabilityOf(points: readonly HistoryPoint[]): Availability {
  const sum = (of: (point: HistoryPoint) => number): number => points.reduce((total, point) => total + of(point), 0);
  const criticalMs = sum((point) => point.criticalMs);
  const observedMs = sum((point) => point.okMs + point.warningMs + point.criticalMs);
  return {
    share: observedMs === 0 ? null : 1 - criticalMs / observedMs,
    observedMs,
    criticalMs,
    plannedMs: sum((point) => point.plannedMs),
    plannedCriticalMs: sum((point) => point.plannedCriticalMs),
  };
}
