import { appendFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fc } from '#tests/support/fastCheck.ts';
import { describe, expect, it } from 'vitest';
import type { TranscriptChunk } from '#shared/run/run.ts';
import { createTranscripts } from '#core/storage/createTranscripts.ts';
import { manualClock, memoryLogger, temporaryFolder } from './support.ts';

const mebibyte = 1_048_576;
const textOf = (chunks: readonly TranscriptChunk[], stream = 'stdout') =>
  chunks
    .filter((chunk) => chunk.stream === stream)
    .map(({ text }) => text)
    .join('');

function setUp(folder = temporaryFolder()) {
  const clock = manualClock();
  const logger = memoryLogger();
  const transcripts = createTranscripts({ folder: join(folder, 'transcripts'), clock, logger });
  return { clock, logger, transcripts, folder: join(folder, 'transcripts') };
}

/** What another process finds while this one has not closed its writer, as after a crash. */
const afterCrash = (folder: string) => createTranscripts({ folder, clock: manualClock(), logger: memoryLogger() });

describe('a transcript', () => {
  it('comes back as it was written, in order, with steps and streams', () => {
    const { transcripts } = setUp();
    const writer = transcripts.open('run-1', []);
    writer.write(0, 'stdout', 'one ');
    writer.write(0, 'stdout', 'two\n');
    writer.write(0, 'stderr', 'oops\n');
    writer.write(1, 'note', 'step 2');
    writer.close();
    const { chunks, lostTail } = transcripts.read('run-1');
    expect(lostTail).toBe(false);
    expect(chunks.map(({ index, step, stream, text }) => [index, step, stream, text])).toEqual([
      [0, 0, 'stdout', 'one two\n'],
      [1, 0, 'stderr', 'oops\n'],
      [2, 1, 'note', 'step 2'],
    ]);
  });

  it('is on disk and shown after 250 ms, so that a crash loses no more, and says that its tail was lost', () => {
    const { transcripts, clock, folder } = setUp();
    const shown: TranscriptChunk[] = [];
    const stop = transcripts.onChunk('run-1', (chunk) => shown.push(chunk));
    const writer = transcripts.open('run-1', []);
    writer.write(0, 'stdout', 'first');
    clock.advance(249);
    expect(shown).toEqual([]);
    clock.advance(1);
    expect(textOf(shown)).toBe('first');
    writer.write(0, 'stdout', 'never flushed');
    const { chunks, lostTail } = afterCrash(folder).read('run-1');
    expect([textOf(chunks), lostTail]).toEqual(['first', true]);
    stop();
    writer.close();
    expect(shown).toHaveLength(1);
  });

  it('that is still being written has lost nothing, and reading it shows all of it', () => {
    const { transcripts } = setUp();
    const writer = transcripts.open('run-1', []);
    writer.write(0, 'stdout', 'so far');
    const { chunks, lostTail } = transcripts.read('run-1');
    expect([textOf(chunks), lostTail]).toEqual(['so far', false]);
    writer.close();
  });

  it('ends before a line that a crash tore', () => {
    const { transcripts, clock, folder } = setUp();
    transcripts.open('run-1', []).write(0, 'stdout', 'whole');
    clock.advance(250);
    appendFileSync(join(folder, 'run-1.jsonl'), '{"index":1,"at":5,"ste');
    expect(textOf(afterCrash(folder).read('run-1').chunks)).toBe('whole');
  });

  it('that never was is empty and has lost everything', () => {
    expect(setUp().transcripts.read('run-9')).toEqual({ chunks: [], lostTail: true });
  });

  it('keeps the first and the last MiB and says how much it cut, after a crash too', () => {
    const { transcripts, folder } = setUp();
    const writer = transcripts.open('run-1', []);
    const line = (number: number) => `${String(number).padStart(15, '0')}\n`;
    for (let from = 0; from < 400_000; from += 2_000) {
      writer.write(0, 'stdout', Array.from({ length: 2_000 }, (_, offset) => line(from + offset)).join(''));
    }
    const check = ({ chunks }: { readonly chunks: readonly TranscriptChunk[] }): void => {
      const text = textOf(chunks);
      const note = textOf(chunks, 'note');
      expect(text.startsWith(line(0))).toBe(true);
      expect(text.endsWith(line(399_999))).toBe(true);
      expect(text.length).toBeLessThanOrEqual(2 * mebibyte);
      expect(text.length).toBeGreaterThan(2 * mebibyte - 100_000);
      expect(note).toContain(`${(400_000 * 16 - text.length).toLocaleString('en-US')} bytes left out`);
      const indexes = chunks.map(({ index }) => index);
      expect(indexes).toEqual([...new Set(indexes)].toSorted((a, b) => a - b));
    };
    check(transcripts.read('run-1'));
    const crashed = afterCrash(folder).read('run-1');
    check(crashed);
    expect(crashed.lostTail).toBe(true);
    const onDisk = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    expect(onDisk).toBeLessThan(4 * mebibyte);
    writer.close();
    check(transcripts.read('run-1'));
    expect(transcripts.read('run-1').lostTail).toBe(false);
    expect(readdirSync(folder)).toEqual(['run-1.jsonl']);
  });

  it('never holds a secret, wherever the pieces are cut', () => {
    const secret = 'correct-horse-battery';
    const { transcripts, clock } = setUp();
    let run = 0;
    const cuts = fc.uniqueArray(fc.nat(80), { maxLength: 8 });
    fc.assert(
      fc.property(cuts, fc.nat(30), fc.boolean(), (cuts, before, isSlow) => {
        const id = `run-${(run += 1)}`;
        const writer = transcripts.open(id, [secret, 'correct']);
        const text = `${'x'.repeat(before)}${secret} and ${secret}`;
        const places = [0, ...cuts.toSorted((a, b) => a - b), text.length];
        for (const [index, from] of places.entries()) {
          writer.write(0, 'stdout', text.slice(from, places[index + 1]));
          if (isSlow) clock.advance(250);
        }
        writer.close();
        expect(textOf(transcripts.read(id).chunks)).toBe(`${'x'.repeat(before)}[redacted] and [redacted]`);
      }),
      { numRuns: 50 },
    );
  });

  it('loses no character of a large piece, surrogate pairs included', () => {
    const { transcripts } = setUp();
    const text = `x${'😀'.repeat(40_000)}`;
    const writer = transcripts.open('run-1', []);
    writer.write(0, 'stdout', text);
    writer.close();
    const { chunks } = transcripts.read('run-1');
    expect(textOf(chunks)).toBe(text);
    expect(chunks.every((chunk) => chunk.text.isWellFormed())).toBe(true);
  });

  it('is still shown when the disk refuses, and then counts as having lost its tail', () => {
    const blocked = join(temporaryFolder(), 'transcripts');
    appendFileSync(blocked, 'a file where the folder should be');
    const logger = memoryLogger();
    const transcripts = createTranscripts({ folder: blocked, clock: manualClock(), logger });
    const shown: TranscriptChunk[] = [];
    transcripts.onChunk('run-1', (chunk) => shown.push(chunk));
    const writer = transcripts.open('run-1', []);
    writer.write(0, 'stdout', 'hello');
    writer.close();
    expect(textOf(shown)).toBe('hello');
    expect(logger.lines).toEqual(['error: a transcript cannot be written']);
    expect(transcripts.read('run-1').lostTail).toBe(true);
  });

  it('has no id that leads out of its folder', () => {
    const { transcripts } = setUp();
    for (const id of ['../run', 'a/b', '', '.', 'run\n']) expect(() => transcripts.open(id, [])).toThrow(/cannot name/);
  });
});
