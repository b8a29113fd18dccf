import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { annotate } from '#shared/runbook/annotate/annotate.ts';
import { readRunbook } from '#shared/runbook/readRunbook.ts';
import { readFixture } from './readFixture.ts';

const folder = path.join(import.meta.dirname, '../../bench/reader/fixtures');
const corpus = readdirSync(folder)
  .filter((name) => name.endsWith('.md'))
  .map((name) => readFileSync(path.join(folder, name), 'utf8'));
const documents = [readFixture('incident-response-procedures.md'), ...corpus];

const scraps = [
  '```',
  '`',
  '**',
  '|',
  '\n|---|\n',
  '> ',
  '- ',
  '1. ',
  '# ',
  '\t',
  '\n\n',
  '---\n',
  '<table>',
  '<!--',
  '{#a}',
  '{{x}}',
  '[x](',
  '$(',
  '<<EOF',
  "'",
  '"',
  '\\',
  '\u0000',
  '\uFEFF',
  '🔥',
  '\r\n',
  'P1',
  '(0-5 minutes)',
  'Subject:',
  '&amp;',
];

/** Cuts, repeats, swaps and litters lines of a real document. */
const mutated = fc
  .tuple(
    fc.constantFrom(...documents),
    fc.array(
      fc.tuple(
        fc.nat(),
        fc.constantFrom('cut', 'twice', 'swap', 'scrap', 'join', 'indent'),
        fc.constantFrom(...scraps),
        fc.nat(),
      ),
      { maxLength: 12 },
    ),
  )
  .map(([text, changes]) => {
    const lines = text.split('\n');
    for (const [position, change, scrap, column] of changes) {
      const at = position % lines.length;
      const line = lines[at] ?? '';
      const other = (at * 7 + 3) % lines.length;
      if (change === 'cut') lines.splice(at, 1 + (column % 4));
      else if (change === 'twice') lines.splice(at, 0, line, line);
      else if (change === 'swap') [lines[at], lines[other]] = [lines[other] ?? '', line];
      else if (change === 'join') lines.splice(at, 2, `${line} ${lines[at + 1] ?? ''}`);
      else if (change === 'indent') lines[at] = `    ${line}`;
      else lines[at] = line.slice(0, column % (line.length + 1)) + scrap + line.slice(column % (line.length + 1));
      if (lines.length === 0) lines.push('');
    }
    return lines.join('\n');
  });

it('reads mutated documents without failing, and points only at lines that exist', () => {
  fc.assert(
    fc.property(mutated, (text) => {
      const runbook = readRunbook(text);
      const last = text.split('\n').length;
      const lines = [
        ...runbook.actions.flatMap(({ line, steps }) => [line, ...steps.map((step) => step.line)]),
        ...runbook.notUnderstood.map(({ line }) => line),
        ...runbook.problems.map(({ line }) => line),
        ...runbook.levels.map(({ line }) => line),
        ...[...runbook.phases, ...runbook.followUps].flatMap(({ line, steps }) => [
          line,
          ...steps.map((step) => step.line),
        ]),
      ];
      for (const line of lines) expect(line >= 1 && line <= last).toBe(true);
      const ids = runbook.actions.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      const steps = [...runbook.phases, ...runbook.followUps].flatMap((list) => [
        list.id,
        ...list.steps.map(({ id }) => id),
      ]);
      expect(new Set(steps).size).toBe(steps.length);
    }),
    { numRuns: 300 },
  );
});

it('reads any text without failing', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => void readRunbook(text)));
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...scraps, 'a', ' ', '\n'), { maxLength: 200 }),
      (pieces) => void readRunbook(pieces.join('')),
    ),
  );
});

it('annotates mutated documents into ones that annotating again leaves as they are', () => {
  fc.assert(
    fc.property(mutated, (text) => {
      const once = annotate(text);
      expect(annotate(once.text).text).toBe(once.text);
    }),
    { numRuns: 100 },
  );
});

it.each([
  '`a ',
  '> ',
  '[{<',
  '[a](',
  '*a **b ',
  '- ',
  '![',
  '<div><b>',
  '$(',
  '{{',
  '| a ',
  '# P1 (5 min)\n',
  '- Check `df -h`\n',
  '**P1**: a\n\n',
  'a -> ',
])('takes time in proportion to a text of %j', (piece) => {
  const timeOf = (times: number) => {
    const text = piece.repeat(times);
    const start = process.cpuUsage();
    readRunbook(text);
    const { user, system } = process.cpuUsage(start);
    return user + system;
  };
  const times = Math.ceil(10_000 / piece.length);
  timeOf(times);
  const small = Math.max(5_000, timeOf(times));
  expect(timeOf(times * 8) / small).toBeLessThan(60);
});
