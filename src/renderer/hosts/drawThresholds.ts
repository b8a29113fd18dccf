import type uPlot from 'uplot';
import type { PlotColours } from './drawBands.ts';
import type { Thresholds } from './plotOptions.ts';

/** Draws the limits of a value as dashed lines with their names, where they are on the plot. */
export function drawThresholds(plot: uPlot, thresholds: Thresholds, colours: PlotColours): void {
  for (const name of ['warning', 'critical'] as const) {
    const limit = thresholds[name];
    const top = plot.scales['y']?.max ?? 0;
    if (limit !== undefined && limit <= top) line(plot, limit, name, colours[name]);
  }
}

function line(plot: uPlot, limit: number, name: string, colour: string): void {
  const { ctx, bbox } = plot;
  const scale = bbox.width / plot.over.clientWidth || 1;
  const y = Math.round(plot.valToPos(limit, 'y', true));
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.fillStyle = colour;
  ctx.lineWidth = scale;
  ctx.setLineDash(name === 'critical' ? [8 * scale, 3 * scale] : [3 * scale, 3 * scale]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.font = `${12 * scale}px 'Inter Variable', system-ui, sans-serif`;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'bottom';
  ctx.fillText(name, bbox.left + 4 * scale, y - 2 * scale);
  ctx.restore();
}
