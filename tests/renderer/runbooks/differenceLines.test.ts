import { fc } from '#tests/support/fastCheck.ts';
import { describe, expect, it } from 'vitest';
import { differenceLines } from '../../../src/renderer/runbooks/differenceLines.ts';

const shown = (from: string, to: string) => differenceLines(from, to).map(({ kind, text }) => `${kind} ${text}`);
const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 14 });

describe('the difference of two texts', () => {
  it('shows two lines around each change and marks what is left out', () => {
    expect(shown('1\n2\n3\n4\n5\n6\n7', '1\n2\n3\n4\n5\nsix\n7')).toEqual([
      'gap …',
      'same 4',
      'same 5',
      'removed 6',
      'added six',
      'same 7',
    ]);
  });

  it('is empty for equal texts', () => {
    expect(shown('a\nb', 'a\nb')).toEqual([]);
  });

  it('is found at once in long documents that repeat most of their lines', () => {
    const part = (index: number, word: string) => ['', `## Part ${index}`, '', '```sh', word, '```', '', 'The end.'];
    const parts = Array.from({ length: 3_000 }, (_, index) => index);
    const from = parts.flatMap((index) => part(index, 'df -h'));
    const to = parts.flatMap((index) => part(index, index % 2 === 0 ? 'df -h' : 'df -i'));
    const changed = differenceLines(from.join('\n'), to.join('\n')).filter(({ kind }) => kind !== 'same');
    expect(changed.filter(({ kind }) => kind === 'added')).toHaveLength(1_500);
  });

  it('removes and adds exactly as many lines as the texts differ by, whatever they are', () => {
    fc.assert(
      fc.property(lines, lines, (from, to) => {
        const said = differenceLines(from.join('\n'), to.join('\n'));
        const amount = (kind: string) => said.filter((line) => line.kind === kind).length;
        expect(amount('added') - amount('removed')).toBe(to.length - from.length);
        const kept = said.filter(({ kind }) => kind === 'same' || kind === 'removed').map(({ text }) => text);
        expect(kept.length).toBeLessThanOrEqual(from.length);
      }),
    );
  });
});
