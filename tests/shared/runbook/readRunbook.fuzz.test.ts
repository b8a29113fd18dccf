import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fc } from '#tests/support/fastCheck.ts';
import { expect, it } from 'vitest';
import { artificialTexts, pieces } from '#tests/bench/reader/artificialTexts.ts';
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

it('counts lines as every editor does, also beside a carriage return that ends none', () => {
  expect(readRunbook('# Title\rof it\n\nNever guess.\r\n').rules).toEqual([{ text: 'Never guess.', line: 3 }]);
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

/** Processor time of reading a text, the less of two times. */
function timeOf(text: string): number {
  const times = [1, 2].map(() => {
    const start = process.cpuUsage();
    readRunbook(text);
    const { user, system } = process.cpuUsage(start);
    return user + system;
  });
  return Math.min(...times);
}

it.each(pieces)('takes time in proportion to a text of %j', (piece) => {
  const times = Math.ceil(10_000 / piece.length);
  const small = Math.max(5_000, timeOf(piece.repeat(times)));
  expect(timeOf(piece.repeat(times * 8)) / small).toBeLessThan(60);
});

const size = 100_000;
const ordinaryTime = Math.max(timeOf(documents.join('\n\n').repeat(10).slice(0, size)), 80_000);

it.each(artificialTexts(size))('takes little longer for $name than for ordinary text of that length', ({ text }) => {
  expect(timeOf(text)).toBeLessThan(ordinaryTime * 3);
});

it('says what it does not read because no person could have meant it', () => {
  const text = `# Runbook\n\n${'x'.repeat(9_000)}\n\n${'['.repeat(50)}\n\n- Check the disk\n`;
  const { problems, notUnderstood } = readRunbook(text);
  expect(problems.map(({ line, message }) => [line, message])).toEqual([
    [3, 'Not read: it is 9,000 characters long.'],
    [5, 'Not read: 50 brackets are opened and never closed.'],
  ]);
  expect(notUnderstood.map(({ line }) => line)).toEqual([3, 5]);
  const wide = readRunbook(`# Runbook\n\n|${'a|'.repeat(400)}\n\n${'> '.repeat(20)}a\n`);
  expect(wide.problems.map(({ line, message }) => [line, message])).toEqual([
    [3, 'Not read: it has 401 columns.'],
    [5, 'Not read: it is quoted 20 times.'],
  ]);
  const many = readRunbook(`# Runbook\n${'a\n'.repeat(5_000)}`);
  expect(many.problems).toMatchObject([
    { line: 4_001, message: 'Not read: this and what follows is more than 4,000 lines.' },
  ]);
});
