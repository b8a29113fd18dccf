import { execFileSync } from 'node:child_process';
import { fc } from '#tests/support/fastCheck.ts';
import { describe, expect, it } from 'vitest';
import { quote } from '#core/ssh/channel/quote.ts';
import { shStart } from '#core/ssh/channel/shStart.ts';
import { loginShells, posixShells } from './shells.ts';

/** Everything that shells treat specially, long texts, and any Unicode that UTF-8 can carry. */
const anyText = fc
  .oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ unit: fc.constantFrom(...'\'"\\$`!#&|;<>(){}[]*?~=%^ \t\n\r-ab'.split('')), maxLength: 40 }),
  )
  .map((text) => text.replaceAll('\0', '').toWellFormed());

describe('quote', () => {
  it('leaves plain words readable', () => {
    expect(quote('gitops-auditor.service')).toBe('gitops-auditor.service');
    expect(quote('/var/lib/x')).toBe('/var/lib/x');
    expect(quote('')).toBe("''");
  });

  it('refuses NUL, which no command line can carry', () => {
    expect(() => quote('a\0b')).toThrow(RangeError);
    expect(() => shStart('a\0b')).toThrow(RangeError);
  });

  it.each(posixShells)('means exactly the text to $name, 10,000 texts long', ({ program, env }) => {
    const texts = fc.sample(anyText, 10_000);
    for (let start = 0; start < texts.length; start += 2_500) {
      const part = texts.slice(start, start + 2_500);
      const script = `${part.map((text) => `printf '%s\\0' ${quote(text)}`).join('\n')}\n`;
      const output = execFileSync(program, { input: script, env, maxBuffer: 64 * 1024 * 1024 });
      expect(output.toString('utf8').split('\0').slice(0, -1)).toEqual(part);
    }
  });
});

describe('shStart', () => {
  it.each([...loginShells, ...posixShells.map(({ program }) => program)])(
    'hands a script to sh through %s',
    (shell) => {
      const texts = fc.sample(anyText, 300);
      const script = texts.map((text) => `printf '%s\\0' ${quote(text)}`).join('\n');
      const output = execFileSync(shell, ['-c', shStart(script)], { maxBuffer: 64 * 1024 * 1024 });
      expect(output.toString('utf8').split('\0').slice(0, -1)).toEqual(texts);
    },
  );

  it.each(loginShells)('keeps the process and its status with %s', (shell) => {
    expect(() => execFileSync(shell, ['-c', shStart('exit 42')])).toThrow(
      expect.objectContaining({ status: 42 }) as Error,
    );
  });
});
