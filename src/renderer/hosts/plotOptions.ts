import type uPlot from 'uplot';
import { dayMs, secondMs } from '#shared/time/instant.ts';
import { formatValue } from '../ui/formatValue.ts';
import { drawBands, type PlotColours, stripHeight } from './drawBands.ts';
import { drawThresholds } from './drawThresholds.ts';
import type { HistoryBand } from './historyBands.ts';

/** What a plot shows. */
export type PlotSubject = {
  readonly bands: readonly HistoryBand[];
  readonly fromAt: number;
  readonly toAt: number;
  readonly hasValues: boolean;
  /** Rolled-up points have a lowest and a highest value around their mean. */
  readonly hasRange: boolean;
  readonly unit: string;
  readonly thresholds: Thresholds;
  readonly timeZone: string;
};
export type Thresholds = { readonly warning?: number | undefined; readonly critical?: number | undefined };

type Look = { readonly colours: PlotColours; readonly width: number; readonly hovered: (index: number | null) => void };

const font = "12px 'Inter Variable', system-ui, sans-serif";
const height = { withValues: 220, withoutValues: 64 } as const;

/** Options of the plot: one line of means, its range behind it, states above; times in the core's zone. */
export function plotOptions(subject: PlotSubject, { colours, width, hovered }: Look): uPlot.Options {
  const { hasValues, hasRange, bands } = subject;
  const axis = {
    font,
    stroke: colours.text,
    grid: { stroke: colours.line, width: 1 },
    ticks: { stroke: colours.line },
  };
  const edge = { stroke: 'transparent', width: 0, points: { show: false } };
  return {
    width,
    height: hasValues ? height.withValues : height.withoutValues,
    padding: [stripHeight + 6, 12, 0, hasValues ? 0 : 12],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
    scales: {
      x: { time: true, range: () => [subject.fromAt / secondMs, subject.toAt / secondMs] },
      y: { range: (_plot, low, high) => (hasValues ? valueRange(low, high, subject.thresholds) : [0, 1]) },
    },
    axes: [
      { ...axis, values: (_plot, splits) => timeLabels(splits, subject), space: 72, size: 28 },
      {
        ...axis,
        show: hasValues,
        size: 64,
        values: (_plot, splits) => splits.map((value) => valueLabel(value, subject)),
      },
    ],
    series: [{}, { stroke: colours.accent, width: 1.5, points: { show: false } }, edge, edge],
    bands: hasRange ? [{ series: [3, 2], fill: `color-mix(in srgb, ${colours.accent} 22%, transparent)` }] : [],
    hooks: {
      drawClear: [(plot) => drawBands(plot, bands, colours)],
      draw: [(plot) => hasValues && drawThresholds(plot, subject.thresholds, colours)],
      setCursor: [(plot) => hovered(plot.cursor.idx ?? null)],
    },
  };
}

/** From zero, so that small changes look small; a limit near the values is on the plot too. */
function valueRange(low: number | null, high: number | null, { warning, critical }: Thresholds): [number, number] {
  const top = Math.max(high ?? 0, 0);
  const limits = [warning, critical].filter((limit) => limit !== undefined && limit > 0 && limit <= top * 2);
  const highest = Math.max(top, ...limits.map((limit) => limit ?? 0));
  return [Math.min(0, low ?? 0), highest === 0 ? 1 : highest * 1.08];
}

function valueLabel(value: number, { unit }: PlotSubject): string {
  return formatValue({ value, unit });
}

function timeLabels(splits: readonly number[], { fromAt, toAt, timeZone }: PlotSubject): string[] {
  const isLong = toAt - fromAt > 2 * dayMs;
  const words = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    ...(isLong ? { day: 'numeric', month: 'short' } : { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  });
  return splits.map((seconds) => words.format(seconds * secondMs));
}
