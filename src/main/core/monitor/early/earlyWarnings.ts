import { formatSpan } from '#shared/check/formatAmount.ts';
import { hourMs } from '#shared/time/instant.ts';
import type { Clock } from '../../ports/ports.ts';
import type { Gauge, Reading } from '../kinds/reading.ts';
import { restartLoop } from '../kinds/unitReading.ts';
import type { ResolvedCheck } from '../resolveChecks.ts';
import { nextFillTrend, noTrend, type FillTrend } from './fillTrend.ts';

/** What one answer alone cannot tell: the time to full, and restarts that do not end. */
export type EarlyWarnings = {
  /** The reading, made worse where the past gives reason to; never made milder. */
  readonly enrich: (check: ResolvedCheck, reading: Reading) => Reading;
  readonly keepOnly: (checkIds: ReadonlySet<string>) => void;
};

type Restarts = readonly { readonly atMs: number; readonly count: number }[];
type Past = { readonly revision: string; readonly trends: ReadonlyMap<string, FillTrend>; readonly restarts: Restarts };

export function createEarlyWarnings(clock: Clock): EarlyWarnings {
  const pasts = new Map<string, Past>();

  const pastOf = ({ check, revision }: ResolvedCheck): Past => {
    const past = pasts.get(check.id);
    return past?.revision === revision ? past : { revision, trends: new Map(), restarts: [] };
  };

  const watchGauges = (past: Past, reading: Reading): { readonly past: Past; readonly reading: Reading } => {
    const trends = new Map(past.trends);
    let warned = reading;
    for (const gauge of reading.gauges ?? []) {
      const { trend, fullInMs } = nextFillTrend(
        trends.get(gauge.name) ?? noTrend,
        { at: clock.now(), used: gauge.used },
        gauge.capacity,
      );
      trends.set(gauge.name, trend);
      if (fullInMs !== null) warned = withTimeToFull(warned, gauge, fullInMs);
    }
    return { past: { ...past, trends }, reading: warned };
  };

  return {
    enrich: (check, reading) => {
      const gauged = watchGauges(pastOf(check), reading);
      const restarts = nextRestarts(gauged.past.restarts, reading.restarts, clock.monotonic());
      pasts.set(check.check.id, { ...gauged.past, restarts });
      return withRestartLoop(gauged.reading, restarts);
    },
    keepOnly: (checkIds) => {
      for (const id of pasts.keys()) if (!checkIds.has(id)) pasts.delete(id);
    },
  };
}

function withTimeToFull(reading: Reading, gauge: Gauge, fullInMs: number): Reading {
  const value = { name: `${gauge.name}FullIn`, value: Math.round((fullInMs / hourMs) * 10) / 10, unit: 'h' };
  const text = `${reading.text}; at the present rate ${gauge.what} is full in about ${formatSpan(fullInMs)}`;
  const outcome = reading.outcome === 'ok' ? 'warning' : reading.outcome;
  return { ...reading, outcome, text, values: [...reading.values, value] };
}

/** A count that fell tells of a start by a person, which begins a new past. */
function nextRestarts(before: Restarts, count: number | undefined, atMs: number): Restarts {
  if (count === undefined) return before;
  const last = before.at(-1);
  const kept = last !== undefined && count < last.count ? [] : before;
  const recent = kept.filter((sample) => atMs - sample.atMs <= restartLoop.withinMs);
  return [...recent, { atMs, count }];
}

/** It is chance whether the question meets it alive or dead, and dead is what it is to those who use it. */
function withRestartLoop(reading: Reading, restarts: Restarts): Reading {
  const grown = (restarts.at(-1)?.count ?? 0) - (restarts[0]?.count ?? 0);
  if (grown < restartLoop.count) return reading;
  const text = `${reading.text}; it was restarted ${grown} times within a minute`;
  const { settlesWithinMs: _, ...steady } = reading;
  return { ...steady, outcome: 'critical', text };
}
