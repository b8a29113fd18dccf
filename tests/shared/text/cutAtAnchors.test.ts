import { describe, expect, it } from 'vitest';
import { cutAtAnchors } from '#shared/text/cutAtAnchors.ts';
import { fc } from '#tests/support/fastCheck.ts';

const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', ''), { maxLength: 12 });

describe('versions of a text, cut into sections that belong together', () => {
  it('begin each section with a line that all have once, in one order', () => {
    const sections = cutAtAnchors([
      ['x', 'one', '', 'two', '', 'three'],
      ['one', '', 'two', 'three', '', 'x'],
    ]);
    expect(sections).toEqual([
      [['x'], []],
      [
        ['one', ''],
        ['one', ''],
      ],
      [['two', ''], ['two']],
      [['three'], ['three', '', 'x']],
    ]);
  });

  it('are the versions again when put together', () => {
    fc.assert(
      fc.property(fc.array(lines, { minLength: 1, maxLength: 3 }), (versions) => {
        const sections = cutAtAnchors(versions);
        expect(versions.map((_, index) => sections.flatMap((section) => section[index] ?? []))).toEqual(versions);
        for (const section of sections.slice(1)) expect(new Set(section.map(([anchor]) => anchor)).size).toBe(1);
      }),
    );
  });
});
