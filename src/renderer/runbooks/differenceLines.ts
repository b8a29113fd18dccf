import { diffIndices } from 'node-diff3';
import { cutAtAnchors } from '#shared/text/cutAtAnchors.ts';
import type { DifferenceLine } from '../ui/differenceLine.ts';

const around = 2;

/** What turns one text into the other, line by line, with two lines around each change and marks where lines are left out. */
export function differenceLines(from: string, to: string): readonly DifferenceLine[] {
  const [before, after] = [from.split('\n'), to.split('\n')];
  const lines: DifferenceLine[] = [];
  let shownTo = 0;
  for (const { start, removed, added } of changesBetween(before, after)) {
    const first = Math.max(shownTo, start - around);
    if (shownTo > 0) push(lines, 'same', before.slice(shownTo, Math.min(shownTo + around, first)));
    if (first > (shownTo === 0 ? 0 : shownTo + around)) lines.push({ kind: 'gap', text: '…' });
    push(lines, 'same', before.slice(first, start));
    push(lines, 'removed', removed);
    push(lines, 'added', added);
    shownTo = start + removed.length;
  }
  if (lines.length > 0) push(lines, 'same', before.slice(shownTo, shownTo + around));
  return lines;
}

type Change = { readonly start: number; readonly removed: readonly string[]; readonly added: readonly string[] };

/** Sections of which a line-by-line comparison would keep the window waiting count as replaced. */
const mostPairs = 250_000;

function changesBetween(before: readonly string[], after: readonly string[]): readonly Change[] {
  let at = 0;
  return cutAtAnchors([before, after]).flatMap(([from = [], to = []]) => {
    const start = at;
    at += from.length;
    if (from.length * to.length > mostPairs) return [{ start, removed: from, added: to }];
    return diffIndices([...from], [...to]).map(({ buffer1, buffer1Content, buffer2Content }) => ({
      start: start + buffer1[0],
      removed: buffer1Content,
      added: buffer2Content,
    }));
  });
}

function push(lines: DifferenceLine[], kind: DifferenceLine['kind'], texts: readonly string[]): void {
  for (const text of texts) lines.push({ kind, text });
}
