import { createHash } from 'node:crypto';
import { keyNameAndSize, type PublicKey } from './publicKey.ts';

const symbols = ' .o+=*BOX@%&#/^SE';
const width = 17;
const height = 9;

/** The picture of a key that `ssh-keygen -lv` draws: a walk of two bits a step over its SHA-256. */
export function randomartOf(key: PublicKey): string {
  const field = Array.from({ length: height }, () => Array.from({ length: width }, () => 0));
  const last = symbols.length - 1;
  const start = { x: (width - 1) / 2, y: (height - 1) / 2 };
  let { x, y } = start;
  for (const byte of createHash('sha256').update(key.blob).digest()) {
    for (let shift = 0; shift < 8; shift += 2) {
      const step = byte >> shift;
      x = Math.min(width - 1, Math.max(0, x + ((step & 1) === 0 ? -1 : 1)));
      y = Math.min(height - 1, Math.max(0, y + ((step & 2) === 0 ? -1 : 1)));
      const row = field[y];
      if (row !== undefined) row[x] = Math.min((row[x] ?? 0) + 1, last - 2);
    }
  }
  const startRow = field[start.y];
  if (startRow !== undefined) startRow[start.x] = last - 1;
  const endRow = field[y];
  if (endRow !== undefined) endRow[x] = last;
  const rows = field.map((row) => `|${row.map((value) => symbols[value]).join('')}|`);
  return [border(titleOf(key)), ...rows, border('[SHA256]')].join('\n');
}

function titleOf(key: PublicKey): string {
  const { name, bits } = keyNameAndSize(key);
  const whole = `[${name} ${bits}]`;
  return whole.length < width ? whole : `[${name}]`;
}

function border(title: string): string {
  const left = '-'.repeat(Math.floor((width - title.length) / 2));
  return `+${(left + title).padEnd(width, '-')}+`;
}
