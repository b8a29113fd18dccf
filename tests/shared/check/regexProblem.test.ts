import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { regexProblem } from '#shared/check/regexProblem.ts';

const grepAccepts = (pattern: string): boolean => {
  const { status, stderr } = spawnSync('grep', ['-E', '-e', pattern], { input: '', encoding: 'utf8' });
  return status !== 2 && stderr === '';
};

it.each([
  'error|warn(ing)?: .*',
  '^nginx: (master|worker) process',
  String.raw`/opt/app/bin/server --port=[0-9]{2,5}$`,
  '[]x]+[^]y]*',
  '[[:digit:][:space:]-]+',
  '{"level":"error"',
  String.raw`\[crit\] \(x\) a\+b`,
  String.raw`\bOOM\b`,
  'a{2}b{1,}c{1,3}',
  '[a-z_-]',
  '()',
  'naïve – ünïcode',
])('takes %s, as grep does', (pattern) => {
  expect(regexProblem(pattern, 'grep')).toBeNull();
  expect(grepAccepts(pattern)).toBe(true);
});

it.each([
  ['(error', '`(` is not closed'],
  ['[a-z', '`[` is not closed'],
  ['[z-a]', 'runs backwards'],
  ['a{3,1}', 'runs backwards'],
  ['[[:digits:]]', 'no class [:digits:]'],
  ['[:digit:]', 'another pair of brackets'],
  ['error\\', 'ends in a `\\`'],
])('refuses %s, as grep does', (pattern, message) => {
  expect(regexProblem(pattern, 'grep')?.message).toContain(message);
  expect(grepAccepts(pattern)).toBe(false);
});

it.each([
  [String.raw`\d+ errors`, 'Write `[0-9]`.'],
  ['(?i)error', 'Write a plain group `( )`; capitals can be allowed as in `[Ee]rror`.'],
  ['*.service', 'Write `.*` for any text, or `\\*` for the character.'],
  ['a|+b', 'Write `\\+`.'],
  ['error)', 'Remove it, or write `\\)` for the character itself.'],
])('names what means something else here than elsewhere: %s', (pattern, mend) => {
  expect(regexProblem(pattern, 'grep')?.mend).toBe(mend);
});

it('takes edges of words where grep searches, not where awk does', () => {
  expect(regexProblem(String.raw`\bnginx`, 'grep')).toBeNull();
  expect(regexProblem(String.raw`\bnginx`, 'awk')?.mend).toBe('Write `(^|[^[:alnum:]_])`.');
});
