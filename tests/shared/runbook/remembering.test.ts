import { expect, it } from 'vitest';
import { remembering } from '#shared/runbook/remembering.ts';

it('decides once for each text while the texts are few, and forgets them when they grow long', () => {
  const asked: string[] = [];
  const lengthOf = remembering((text) => {
    asked.push(text);
    return text.length;
  }, 1_000);
  const long = 'x'.repeat(600);
  expect(['a', 'b', 'a', 'b'].map(lengthOf)).toEqual([1, 1, 1, 1]);
  expect(asked).toEqual(['a', 'b']);
  expect([long, `${long}y`, 'a'].map(lengthOf)).toEqual([600, 601, 1]);
  expect(asked).toEqual(['a', 'b', long, `${long}y`, 'a']);
});
