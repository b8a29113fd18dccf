import { z } from 'zod';
import { type TranscriptChunk, transcriptChunkSchema } from '#shared/run/run.ts';

/** A chunk with its place in the whole output, in UTF-8 bytes, from which the size of a cut is told. */
export type PlacedChunk = TranscriptChunk & { readonly offset: number };

/** What a transcript file holds, one JSON value a line. */
export type TranscriptLine = PlacedChunk | { readonly end: true };

const lineSchema = z.union([
  z.strictObject({ end: z.literal(true) }),
  transcriptChunkSchema.extend({ offset: z.int().min(0) }),
]);

export function lineOf(line: TranscriptLine): string {
  return `${JSON.stringify(line)}\n`;
}

export function sizeOf(chunk: { readonly text: string }): number {
  return Buffer.byteLength(chunk.text);
}

/**
 * The lines of a file up to the first that is not whole: a process that died, or a loss of power, may leave a torn
 * line at the end.
 */
export function parseLines(text: string): readonly TranscriptLine[] {
  const lines: TranscriptLine[] = [];
  for (const line of text.split('\n')) {
    const parsed = line === '' ? undefined : parseLine(line);
    if (parsed === null) break;
    if (parsed !== undefined) lines.push(parsed);
  }
  return lines;
}

function parseLine(line: string): TranscriptLine | null {
  try {
    return lineSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
