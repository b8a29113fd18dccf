import { fc } from '#tests/support/fastCheck.ts';
import { expect, it } from 'vitest';
import { jsonProblem } from '#shared/check/jsonProblem.ts';

it.each([
  ['{"a": 1,\n "b": x}', { line: 2, column: 7 }],
  ['{"a": 1,\n}', { line: 2, column: 1 }],
  ['{"a": 1', { line: 1, column: 8 }],
  ['', { line: 1, column: 1 }],
  ['<html>', { line: 1, column: 1 }],
  ['{"a": tru}', { line: 1, column: 10 }],
  ['{"a": 1} x', { line: 1, column: 10 }],
  ['{"a": "b\nc"}', { line: 1, column: 9 }],
])('finds the first mistake in %j', (text, place) => {
  expect(jsonProblem(text)).toEqual(place);
});

it('finds none in JSON, and always one in a text that ends early', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), (text, cut) => {
      expect(jsonProblem(text)).toBeNull();
      const short = `[${text}`.slice(0, 1 + (cut % (text.length + 1)));
      expect(jsonProblem(short)).toEqual({
        line: expect.any(Number) as unknown,
        column: expect.any(Number) as unknown,
      });
    }),
  );
});

it('finds a stray character where it was put', () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { minLength: 1, maxLength: 20 }), fc.nat(), (numbers, place) => {
      const text = JSON.stringify(numbers);
      const commas = [...text.matchAll(/[,\]]/g)].map(({ index }) => index);
      const at = commas[place % commas.length] ?? 0;
      expect(jsonProblem(`${text.slice(0, at)}?${text.slice(at)}`)).toEqual({ line: 1, column: at + 1 });
    }),
  );
});
