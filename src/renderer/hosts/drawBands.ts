import type uPlot from 'uplot';
import { secondMs } from '#shared/time/instant.ts';
import type { BandState, HistoryBand } from './historyBands.ts';

/** Height of the strip of states above the plot, in CSS pixels. */
export const stripHeight = 12;
const labelWidth = 56;

export type PlotColours = Readonly<Record<BandState | 'text' | 'line' | 'accent', string>>;

/** Draws each stretch: a strip above whose shape says the state, and a tint below it for all but ok. */
export function drawBands(plot: uPlot, bands: readonly HistoryBand[], colours: PlotColours): void {
  const { ctx, bbox } = plot;
  const scale = bbox.width / plot.over.clientWidth || 1;
  ctx.save();
  for (const band of bands) {
    const left = plot.valToPos(band.fromAt / secondMs, 'x', true);
    const right = plot.valToPos(band.toAt / secondMs, 'x', true);
    // An outage of seconds within a month must still be seen.
    const width = Math.max(right - left, band.state === 'ok' ? 0 : 2 * scale);
    const area = { left, width, top: bbox.top, height: bbox.height };
    if (band.state !== 'ok') tint(ctx, area, band.state, colours[band.state], scale);
    strip(
      ctx,
      { ...area, top: bbox.top - (stripHeight + 2) * scale, height: stripHeight * scale },
      band.state,
      colours,
    );
    if (band.state === 'unobserved' && width > labelWidth * scale) label(ctx, area, colours.unobserved, scale);
  }
  ctx.restore();
}

type Area = { readonly left: number; readonly width: number; readonly top: number; readonly height: number };

function tint(ctx: CanvasRenderingContext2D, area: Area, state: BandState, colour: string, scale: number): void {
  ctx.globalAlpha = state === 'unobserved' ? 0.1 : 0.14;
  ctx.fillStyle = colour;
  ctx.fillRect(area.left, area.top, area.width, area.height);
  if (state === 'unobserved') hatch(ctx, area, colour, scale);
  ctx.globalAlpha = 1;
}

/** Slanted lines, clipped to the area. */
function hatch(ctx: CanvasRenderingContext2D, area: Area, colour: string, scale: number): void {
  const { left, width, top, height } = area;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  ctx.globalAlpha = 0.22;
  ctx.strokeStyle = colour;
  ctx.lineWidth = scale;
  ctx.beginPath();
  for (let x = left - height; x < left + width; x += 8 * scale) {
    ctx.moveTo(x, top + height);
    ctx.lineTo(x + height, top);
  }
  ctx.stroke();
  ctx.restore();
}

/** Ok is a thin line, warning a row of triangles, critical a full bar, unobserved an empty outline. */
function strip(ctx: CanvasRenderingContext2D, area: Area, state: BandState, colours: PlotColours): void {
  const { left, width, top, height } = area;
  ctx.fillStyle = colours[state];
  ctx.strokeStyle = colours[state];
  if (state === 'ok') ctx.fillRect(left, top + height * 0.38, width, height * 0.24);
  else if (state === 'critical') ctx.fillRect(left, top, width, height);
  else if (state === 'warning') triangles(ctx, area);
  else {
    ctx.setLineDash([3, 3]);
    ctx.strokeRect(left + 0.5, top + 0.5, Math.max(1, width - 1), height - 1);
    ctx.setLineDash([]);
  }
}

function triangles(ctx: CanvasRenderingContext2D, { left, width, top, height }: Area): void {
  const amount = Math.max(1, Math.round(width / height));
  const each = width / amount;
  ctx.beginPath();
  for (let index = 0; index < amount; index += 1) {
    ctx.moveTo(left + index * each, top + height);
    ctx.lineTo(left + (index + 0.5) * each, top);
    ctx.lineTo(left + (index + 1) * each, top + height);
    ctx.closePath();
  }
  ctx.fill();
}

function label(ctx: CanvasRenderingContext2D, area: Area, colour: string, scale: number): void {
  ctx.font = `${12 * scale}px 'Inter Variable', system-ui, sans-serif`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillStyle = colour;
  ctx.fillText('not seen', area.left + area.width / 2, area.top + area.height / 2);
}
