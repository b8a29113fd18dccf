import { type CheckHistory, resolutions } from '#shared/history/history.ts';
import { secondMs } from '#shared/time/instant.ts';
import type { HistoryBand } from './historyBands.ts';

/** Columns as the plot takes them: seconds, then values; null breaks the line. */
export type HistorySeries = {
  readonly at: number[];
  readonly mean: (number | null)[];
  readonly min: (number | null)[];
  readonly max: (number | null)[];
  readonly hasValues: boolean;
};

/** The values of a history in order, with a break wherever nothing was seen. */
export function historySeries(
  { points, resolution }: Pick<CheckHistory, 'points' | 'resolution'>,
  bands: readonly HistoryBand[],
): HistorySeries {
  const middle = resolutions[resolution].spanMs / 2;
  const measured = points.map(({ at, value }) => ({ at: at + middle, value }));
  const breaks = bands
    .filter((band) => band.state === 'unobserved')
    .map(({ fromAt, toAt }) => ({ at: (fromAt + toAt) / 2, value: null }));
  const rows = [...measured, ...breaks].sort((one, other) => one.at - other.at);
  return {
    at: rows.map((row) => row.at / secondMs),
    mean: rows.map((row) => row.value?.mean ?? null),
    min: rows.map((row) => row.value?.min ?? null),
    max: rows.map((row) => row.value?.max ?? null),
    hasValues: rows.some((row) => row.value !== null),
  };
}
