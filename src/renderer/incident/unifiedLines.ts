import type { DifferenceLine } from '../ui/differenceLine.ts';

const headers = /^(diff |index |--- |\+\+\+ |@@ |new file|deleted file|rename |similarity )/u;

/** A difference as tools print it, taken apart by the signs at its line beginnings. */
export function unifiedLines(text: string): readonly DifferenceLine[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line): DifferenceLine => {
      if (headers.test(line)) return { kind: 'gap', text: line };
      if (line.startsWith('+')) return { kind: 'added', text: line.slice(1) };
      if (line.startsWith('-')) return { kind: 'removed', text: line.slice(1) };
      return { kind: 'same', text: line.replace(/^ /u, '') };
    });
}
