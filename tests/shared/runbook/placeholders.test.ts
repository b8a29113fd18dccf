import { fc } from '#tests/support/fastCheck.ts';
import { expect, it } from 'vitest';
import { placeholderSpans, placeholdersOf } from '#shared/runbook/placeholders.ts';

it('finds places to fill in, in all five forms', () => {
  expect(placeholdersOf('{a b} [c d] <e f> ${g} {{ h }}')).toEqual(['a b', 'c d', 'e f', 'g', 'h']);
});

it.each([
  ['[P{severity}] GitOps', ['severity']],
  ['[UPDATE] [RESOLVED] {time}', ['time']],
  ['[DR] Declared <Scenario>', ['Scenario']],
  ['[SERVICE] is down since [TIME]', ['SERVICE', 'TIME']],
  ['see [the page](https://x) and [1] and [ ]', []],
  ['<b>bold</b> <br/> <https://x.test> <a@b.test> <!channel> <@here>', []],
  ['{"text": "x"} {} {#id}', []],
  ['{Investigating/Identified/Resolved}', ['Investigating/Identified/Resolved']],
  ['{x} and {x}', ['x']],
])('reads %j as %j', (text, names) => {
  expect(placeholdersOf(text)).toEqual(names);
});

it('names for each place exactly where it stands', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '<', '>', '$', 'a', ' ', 'B', '\n') }),
      (text) => {
        for (const { name, start, end } of placeholderSpans(text)) expect(text.slice(start, end)).toContain(name);
      },
    ),
  );
});
