import { fc } from '#tests/support/fastCheck.ts';
import { describe, expect, it } from 'vitest';
import { createBatchReader } from '#core/ssh/channel/batchReader.ts';
import { createFrameReader, type Frame } from '#core/ssh/channel/frameReader.ts';

const marker = 'abacabadabacabaeabacabadabacabaf';
/** Bytes that often look like the beginning of a marker. */
const nastyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 60 }),
  fc
    .array(fc.constantFrom('abacabad', 'aba', 'c', '\n', ' ', marker.slice(0, -1)), { maxLength: 6 })
    .map((parts) => Uint8Array.from(Buffer.from(parts.join('')))),
);

/** The same bytes, cut anywhere. */
function cut(bytes: Buffer, sizes: readonly number[]): readonly Buffer[] {
  const chunks: Buffer[] = [];
  let at = 0;
  for (let index = 0; at < bytes.length; index += 1) {
    const size = Math.max(1, sizes[index % Math.max(1, sizes.length)] ?? 1);
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return chunks;
}

const sizes = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 8 });

function joined(frames: readonly Frame[]): readonly string[] {
  const parts: string[] = [''];
  for (const frame of frames) {
    if (frame.kind === 'data') parts[parts.length - 1] += frame.bytes.toString('latin1');
    else parts.push(`mark ${frame.text}`, '');
  }
  return parts;
}

describe('createFrameReader', () => {
  it('finds each mark and keeps each byte, however the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(nastyBytes, { minLength: 1, maxLength: 5 }), sizes, (outputs, chunkSizes) => {
        const clean = outputs.map((bytes) => Buffer.from(bytes)).filter((bytes) => !bytes.includes(marker));
        const stream = Buffer.concat(clean.flatMap((bytes, index) => [bytes, Buffer.from(`${marker} E ${index}\n`)]));
        const reader = createFrameReader(marker);
        const frames = cut(stream, chunkSizes).flatMap((chunk) => reader.push(chunk));
        const expected = clean.flatMap((bytes, index) => [bytes.toString('latin1'), `mark E ${index}`]);
        expect(joined(frames)).toEqual([...expected, '']);
      }),
      { numRuns: 500 },
    );
  });
});

describe('createBatchReader', () => {
  it('gives each check its own outputs and status, in whatever order the two streams arrive', () => {
    const check = fc.record({ out: nastyBytes, err: nastyBytes, status: fc.integer({ min: 0, max: 255 }) });
    fc.assert(
      fc.property(
        fc.array(check, { maxLength: 4 }),
        sizes,
        fc.infiniteStream(fc.boolean()),
        (checks, chunkSizes, order) => {
          const stream = (of: 'out' | 'err'): readonly Buffer[] => {
            const parts = checks.flatMap((one) => [Buffer.from(one[of]), Buffer.from(`${marker} E ${one.status}\n`)]);
            return cut(
              Buffer.concat([Buffer.from(`noise${marker} S\n`), ...parts, Buffer.from(`${marker} D 0\n`)]),
              chunkSizes,
            );
          };
          const [out, err] = [[...stream('out')], [...stream('err')]];
          const reader = createBatchReader(marker);
          const events = [];
          while (out.length > 0 || err.length > 0) {
            const isOut = err.length === 0 || (out.length > 0 && order.next().value === true);
            const chunk = (isOut ? out : err).shift() ?? Buffer.alloc(0);
            events.push(...(isOut ? reader.stdout(chunk) : reader.stderr(chunk)));
          }
          const answers = events.flatMap((event) => (event.kind === 'answer' ? [event.answer] : []));
          expect(answers).toEqual(
            checks.map((one) => ({ exitCode: one.status, stdout: Buffer.from(one.out), stderr: Buffer.from(one.err) })),
          );
          expect(events.filter(({ kind }) => kind === 'done')).toHaveLength(1);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('knows the end of a batch that was killed between the two marks of a check', () => {
    const reader = createBatchReader(marker);
    reader.stdout(Buffer.from(`${marker} S\nout${marker} E 0\n${marker} D 137\n`));
    const events = reader.stderr(Buffer.from(`${marker} S\nerr${marker} D 137\n`));
    expect(events.map(({ kind }) => kind)).toEqual(['answer', 'done']);
  });

  it('takes the word that no further check is started out of the middle of an output', () => {
    const reader = createBatchReader(marker);
    reader.stderr(Buffer.from(`${marker} S\n${marker} E 0\n`));
    const events = reader.stdout(Buffer.from(`${marker} S\nhalf${marker} X\nhalf${marker} E 0\n`));
    expect(events.map(({ kind }) => kind)).toEqual(['started', 'stopping', 'answer']);
    expect(events.flatMap((event) => (event.kind === 'answer' ? [event.answer.stdout.toString()] : []))).toEqual([
      'halfhalf',
    ]);
  });
});
