import type { TrayState } from './trayMenu.ts';

/** Points of a pixel that are looked at in each direction, which smooths the edges. */
const samples = 4;

/** Colours as red, green, blue; the shape says the same for those who see no difference. */
const colours: Record<TrayState, readonly [number, number, number]> = {
  critical: [224, 49, 49],
  warning: [232, 140, 10],
  ok: [43, 138, 62],
  unobserved: [134, 142, 150],
};

/** Whether a point is part of the sign; the picture reaches from -1 to 1 in both directions. */
const shapes: Record<TrayState, (x: number, y: number) => boolean> = {
  critical: (x, y) => Math.max(Math.abs(x), Math.abs(y)) < 0.78,
  warning: (x, y) => y < 0.78 && y > 2 * Math.abs(x) - 0.92,
  ok: (x, y) => Math.hypot(x, y) < 0.8,
  unobserved: (x, y) => Math.hypot(x, y) < 0.8 && Math.hypot(x, y) > 0.5,
};

/** The sign of a state as a square bitmap: blue, green, red and alpha by pixel, as Electron takes it, premultiplied. */
export function drawTrayIcon(state: TrayState, sizePixels: number): Buffer {
  const bitmap = Buffer.alloc(sizePixels * sizePixels * 4);
  const [red, green, blue] = colours[state];
  for (let row = 0; row < sizePixels; row += 1) {
    for (let column = 0; column < sizePixels; column += 1) {
      const cover = coverOf(shapes[state], column, row, sizePixels);
      bitmap.set(
        [blue, green, red, 255].map((value) => Math.round(value * cover)),
        (row * sizePixels + column) * 4,
      );
    }
  }
  return bitmap;
}

function coverOf(isInside: (x: number, y: number) => boolean, column: number, row: number, size: number): number {
  const offsets = Array.from({ length: samples }, (_, index) => (index + 0.5) / samples);
  const place = (pixel: number, offset: number) => ((pixel + offset) / size) * 2 - 1;
  const inside = offsets.flatMap((dx) => offsets.filter((dy) => isInside(place(column, dx), place(row, dy))));
  return inside.length / (samples * samples);
}
