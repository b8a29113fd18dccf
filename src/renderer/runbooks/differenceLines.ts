import { diffIndices } from 'node-diff3';
import type { DifferenceLine } from '../ui/differenceLine.ts';

const around = 2;

/** What turns one text into the other, line by line, with two lines around each change and marks where lines are left out. */
export function differenceLines(from: string, to: string): readonly DifferenceLine[] {
  const [before, after] = [from.split('\n'), to.split('\n')];
  const lines: DifferenceLine[] = [];
  let shownTo = 0;
  for (const { buffer1, buffer1Content, buffer2Content } of diffIndices(before, after)) {
    const [start, length] = buffer1;
    const first = Math.max(shownTo, start - around);
    if (shownTo > 0) push(lines, 'same', before.slice(shownTo, Math.min(shownTo + around, first)));
    if (first > (shownTo === 0 ? 0 : shownTo + around)) lines.push({ kind: 'gap', text: '…' });
    push(lines, 'same', before.slice(first, start));
    push(lines, 'removed', buffer1Content);
    push(lines, 'added', buffer2Content);
    shownTo = start + length;
  }
  if (lines.length > 0) push(lines, 'same', before.slice(shownTo, shownTo + around));
  return lines;
}

function push(lines: DifferenceLine[], kind: DifferenceLine['kind'], texts: readonly string[]): void {
  for (const text of texts) lines.push({ kind, text });
}
