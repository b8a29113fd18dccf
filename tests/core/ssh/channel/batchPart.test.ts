import { execFileSync, spawnSync } from 'node:child_process';
import { fc } from '#tests/support/fastCheck.ts';
import { describe, expect, it } from 'vitest';
import { batchPart, isPlainCommand, mayLeaveJobs } from '#core/ssh/channel/batchPart.ts';
import { quote } from '#core/ssh/channel/quote.ts';
import { posixShells } from './shells.ts';

/** Pieces of shell that a careless test would take for plain words. */
const words = 'echo if in time function df -P / A=b = "c d" " \' $x ` \\ ! { } ( ) ; & | < > # ~ * ? [ ] % , é'.split(
  ' ',
);
const pieces = fc.constantFrom(...words, "'a b'", '\n', ' ', '  ');
const scripts = fc.array(pieces, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''));
const spaced = fc.array(pieces, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(' '));

describe('isPlainCommand', () => {
  it.each(['systemctl is-active nginx', 'df -P', "check_disk -w '10 %' -p /", 'curl -s -w "%{http_code}" http://x/'])(
    'knows %j',
    (script) => expect(isPlainCommand(script)).toBe(true),
  );
  it.each(['a; b', 'a && b', 'echo $x', 'if x', 'echo "$x"', 'a=1 b', '! a', 'a > b', 'a\nb', 'echo #', "echo 'a", ''])(
    'is not sure of %j',
    (script) => expect(isPlainCommand(script)).toBe(false),
  );

  it.each(posixShells)('never takes for plain what breaks a batch on $name', ({ program, env }) => {
    const plain = fc.sample(fc.oneof(scripts, spaced), 40_000).filter(isPlainCommand);
    expect(plain.length).toBeGreaterThan(100);
    const text = plain.map((script) => `(${script})</dev/null;`).join('\n');
    const read = spawnSync(program, ['-n'], { input: text, env, encoding: 'utf8' });
    expect([read.status, read.stderr]).toEqual([0, '']);
  });

  it.each(posixShells)('means the same to $name with and without a second reading', ({ program, env }) => {
    const commands = fc.sample(spaced, 3_000).map((text) => `printf %s, ${text}`);
    const plain = commands.filter(isPlainCommand);
    expect(plain.length).toBeGreaterThan(50);
    const run = (parts: readonly string[]): string =>
      execFileSync(program, ['-c', `${parts.join('')}:`], { env, encoding: 'utf8' });
    const prelude = '__e() { echo "$?"; };';
    expect(run([prelude, ...plain.map((script) => batchPart(script))])).toBe(
      run([prelude, ...plain.map((script) => `(eval ${quote(script)});__e;`)]),
    );
  });
});

describe('mayLeaveJobs', () => {
  it.each(['sleep 1 & echo', '(daemon &)', 'a &\nb'])('sees the background job in %j', (script) => {
    expect(mayLeaveJobs(script)).toBe(true);
  });
  it.each(['a && b', 'a 2>&1', 'a >&2 <&-', 'a || b; c'])('sees none in %j', (script) => {
    expect(mayLeaveJobs(script)).toBe(false);
  });
});
