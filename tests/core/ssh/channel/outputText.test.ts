import { fc } from '#tests/support/fastCheck.ts';
import { describe, expect, it } from 'vitest';
import { createDisplayFilter, displayText } from '#core/ssh/channel/displayText.ts';
import { createHeadTail } from '#core/ssh/channel/headTail.ts';
import { createRedactor, redactedText } from '#core/ssh/channel/redactor.ts';
import { createUtf8Stream } from '#core/ssh/channel/utf8Stream.ts';

const chunked = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<readonly Value[]> =>
  fc.array(arbitrary, { maxLength: 12 });

describe('createUtf8Stream', () => {
  it('decodes the same text however its bytes are cut', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 5 }), (text, size) => {
        const bytes = Buffer.from(text.toWellFormed());
        const stream = createUtf8Stream();
        let decoded = '';
        for (let at = 0; at < bytes.length; at += size) decoded += stream.push(bytes.subarray(at, at + size));
        expect(decoded + stream.end()).toBe(text.toWellFormed());
      }),
    );
  });

  it('shows invalid and unfinished bytes as U+FFFD', () => {
    const stream = createUtf8Stream();
    expect(stream.push(Uint8Array.of(0x61, 0xff, 0xe2, 0x82)) + stream.end()).toBe('a\uFFFD\uFFFD');
  });
});

describe('displayText', () => {
  it.each([
    ['colours', '\x1B[1;31mred\x1B[0m', 'red'],
    ['a title that a terminal would take', '\x1B]0;owned\x07text', 'text'],
    ['a link', '\x1B]8;;http://x\x1B\\link\x1B]8;;\x1B\\', 'link'],
    ['a clipboard write', '\x1B]52;c;cm0gLXJm\x07ok', 'ok'],
    ['cursor moves and clears', 'a\x1B[2J\x1B[1;1Hb', 'ab'],
    ['C1 introducers', '\x9B31mred\x9D0;t\x9Cok', 'redok'],
    ['a device control string', '\x1BPq#0;2\x1B\\ok', 'ok'],
    ['bidi overrides', 'a\u202Ecba\u202C\u2066x\u2069', 'acbax'],
    ['bells, backspaces and NUL', 'a\x07\x08\0b\x7F', 'ab'],
    ['progress bars', '10%\r20%\r\ndone', '10%\n20%\ndone'],
    ['tabs and accents', 'ä\t€ 😀', 'ä\t€ 😀'],
    ['a title without end', '\x1B]0;never ends\nnext line', '\nnext line'],
  ])('handles %s', (_what, raw, shown) => {
    expect(displayText(raw)).toBe(shown);
  });

  it('lets no control through, however the text is cut', () => {
    const nasty = fc.string({
      unit: fc.constantFrom(...'\x1B[]PX^_\\;:0m9ab \n\r\t\x07\x9B\x9C\x9D\x90\u202E\u2066\u200B\0'.split('')),
      maxLength: 40,
    });
    fc.assert(
      fc.property(chunked(nasty), (chunks) => {
        const filter = createDisplayFilter();
        const shown = chunks.map((chunk) => filter.push(chunk)).join('') + filter.end();
        expect(shown).toBe(displayText(chunks.join('')));
        expect(shown).not.toMatch(new RegExp('[^\\t\\n\\u0020-\\u007E]'));
      }),
      { numRuns: 500 },
    );
  });

  it('changes nothing about ordinary text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        expect(displayText(text)).toBe(text);
      }),
    );
  });
});

describe('createRedactor', () => {
  const redact = (secrets: readonly string[], chunks: readonly string[]): string => {
    const redactor = createRedactor(secrets);
    return chunks.map((chunk) => redactor.push(chunk)).join('') + redactor.end();
  };

  it('hides a secret that is cut by a chunk border', () => {
    expect(redact(['hunter2'], ['pass: hun', 'ter', '2 ok'])).toBe(`pass: ${redactedText} ok`);
  });

  it('hides the longer one of two secrets that begin alike', () => {
    expect(redact(['abc', 'abcdef'], ['xabc', 'def abc'])).toBe(`x${redactedText} ${redactedText}`);
  });

  it('shows at once what cannot be the beginning of a secret', () => {
    expect(createRedactor(['hunter2']).push('Password: ')).toBe('Password: ');
  });

  it('never lets a secret through and changes nothing else, however the text is cut', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'abc'.split('')), maxLength: 12 });
    const secret = fc.string({ unit: fc.constantFrom(...'abc'.split('')), minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(secret, { maxLength: 3 }), chunked(letters), (secrets, chunks) => {
        const shown = redact(secrets, chunks);
        expect(shown).toBe(redact(secrets, [chunks.join('')]));
        for (const part of shown.split(redactedText)) {
          for (const one of secrets) expect(part).not.toContain(one);
        }
        const hasSecret = secrets.some((one) => chunks.join('').includes(one));
        expect(shown === chunks.join('')).toBe(!hasSecret);
      }),
      { numRuns: 500 },
    );
  });
});

describe('createHeadTail', () => {
  it('keeps a short output whole', () => {
    const kept = createHeadTail(100);
    kept.push(Buffer.from('short '));
    kept.push(Buffer.from('output'));
    expect([kept.text(), kept.cutBytes()]).toEqual(['short output', 0]);
  });

  it('keeps head and tail of a long one and marks the cut with its size', () => {
    const kept = createHeadTail(10);
    kept.push(Buffer.from('01234567890123456789'));
    expect([kept.text(), kept.cutBytes()]).toEqual(['01234\n[... 10 bytes cut ...]\n56789', 10]);
  });

  it('accounts for every byte and splits no character, however the output is cut', () => {
    fc.assert(
      fc.property(
        chunked(fc.string({ unit: 'binary', maxLength: 30 })),
        fc.integer({ min: 2, max: 60 }),
        (chunks, limit) => {
          const whole = chunks.join('').toWellFormed();
          const bytes = Buffer.from(whole);
          const kept = createHeadTail(limit);
          for (let at = 0; at < bytes.length; at += 7) kept.push(bytes.subarray(at, at + 7));
          const text = kept.text();
          const [, size = '0'] = /\n\[\.\.\. (\d+) bytes cut \.\.\.\]\n/.exec(text) ?? [];
          const [head = '', tail = ''] = text.split(`\n[... ${size} bytes cut ...]\n`);
          expect(whole.startsWith(head) && whole.endsWith(tail)).toBe(true);
          expect(Buffer.byteLength(head) + Buffer.byteLength(tail) + Number(size)).toBe(bytes.length);
        },
      ),
      { numRuns: 500 },
    );
  });
});
