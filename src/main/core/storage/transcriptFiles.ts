import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { TranscriptChunk } from '#shared/run/run.ts';
import { ensurePrivateFolder, syncFolder } from './folders.ts';
import { lineOf, parseLines, type PlacedChunk, sizeOf } from './transcriptLines.ts';

/** How much of a transcript's beginning, and of its end, is kept. */
export const keptBytes = 1_048_576;

const tails = ['a', 'b'] as const;

/**
 * One run's transcript on disk. The head goes into `RUN.jsonl`; what comes after it into two tail files that take
 * turns, so that a crash finds the newest 1 MiB on disk and the disk never holds more than three.
 */
export type TranscriptFile = {
  readonly append: (chunks: readonly PlacedChunk[]) => void;
  /** Joins the tail to the head, writes the end mark and makes all of it survive a loss of power. */
  readonly finish: () => void;
};

export function createTranscriptFile(folder: string, runId: string): TranscriptFile {
  ensurePrivateFolder(folder);
  removeTails(folder, runId);
  writeFileSync(headFile(folder, runId), '', { mode: 0o600 });
  let headSize = 0;
  let isHeadFull = false;
  let turn = 0;
  let turnSize = 0;

  function appendToTail(chunk: PlacedChunk): void {
    if (turnSize >= keptBytes) {
      turn = 1 - turn;
      turnSize = 0;
      rmSync(tailFile(folder, runId, turn), { force: true });
    }
    turnSize += sizeOf(chunk);
    appendLines(tailFile(folder, runId, turn), lineOf(chunk));
  }

  return {
    append: (chunks) => {
      const forHead: PlacedChunk[] = [];
      const forTail: PlacedChunk[] = [];
      for (const chunk of chunks) {
        isHeadFull ||= headSize + sizeOf(chunk) > keptBytes;
        if (!isHeadFull) headSize += sizeOf(chunk);
        (isHeadFull ? forTail : forHead).push(chunk);
      }
      if (forHead.length > 0) appendLines(headFile(folder, runId), forHead.map(lineOf).join(''));
      for (const chunk of forTail) appendToTail(chunk);
    },
    finish: () => finish(folder, runId),
  };
}

/** The chunks on disk, with a note where the middle was cut; `isEnded` is false where no end mark was written. */
export function readTranscriptFile(
  folder: string,
  runId: string,
): { readonly chunks: readonly TranscriptChunk[]; readonly isEnded: boolean } {
  const { head, tail, isEnded } = readParts(folder, runId);
  const { cut, kept } = cutBetween(head, tail);
  return { chunks: [...head, ...cut, ...kept].map(({ offset: _offset, ...chunk }) => chunk), isEnded };
}

/** The whole is written beside and renamed, so that a crash in between leaves the parts as they were. */
function finish(folder: string, runId: string): void {
  const { head, tail } = readParts(folder, runId);
  const file = headFile(folder, runId);
  if (tail.length > 0) {
    const { cut, kept } = cutBetween(head, tail);
    const unfinished = `${file}.unfinished`;
    writeFileSync(unfinished, [...head, ...cut, ...kept].map(lineOf).join(''), { mode: 0o600 });
    appendLines(unfinished, lineOf({ end: true }), true);
    renameSync(unfinished, file);
    removeTails(folder, runId);
  } else {
    appendLines(file, lineOf({ end: true }), true);
  }
  syncFolder(folder);
}

function readParts(folder: string, runId: string) {
  const lines = readLines(headFile(folder, runId));
  const head = lines.filter((line) => 'index' in line);
  const isEnded = lines.some((line) => 'end' in line);
  const last = head.at(-1)?.index ?? -1;
  const tail = tails
    .flatMap((_name, turn) => readLines(tailFile(folder, runId, turn)))
    .filter((line) => 'index' in line)
    // A crash while the parts were joined may leave a tail that is in the file already.
    .filter((line) => line.index > last)
    .sort((one, other) => one.index - other.index);
  return { head, tail, isEnded };
}

/** The newest chunks of the tail that fit, and a note in place of what lies between them and the head. */
function cutBetween(
  head: readonly PlacedChunk[],
  tail: readonly PlacedChunk[],
): { readonly cut: readonly PlacedChunk[]; readonly kept: readonly PlacedChunk[] } {
  const wholeEnd = endOf(tail.at(-1));
  const kept = tail.filter((chunk) => chunk.offset >= wholeEnd - keptBytes);
  const first = kept[0];
  const last = head.at(-1);
  if (first === undefined || first.offset <= endOf(last)) return { cut: [], kept };
  const size = first.offset - endOf(last);
  const text = `\n... ${size.toLocaleString('en-US')} bytes left out here; the first and the last MiB are kept ...\n`;
  const index = (last?.index ?? -1) + 1;
  return { cut: [{ index, at: first.at, step: first.step, stream: 'note', text, offset: endOf(last) }], kept };
}

function endOf(chunk: PlacedChunk | undefined): number {
  return chunk === undefined ? 0 : chunk.offset + sizeOf(chunk);
}

function readLines(file: string) {
  return existsSync(file) ? parseLines(readFileSync(file, 'utf8')) : [];
}

function appendLines(file: string, lines: string, isDurable = false): void {
  const descriptor = openSync(file, 'a', 0o600);
  try {
    const bytes = Buffer.from(lines);
    for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written);
    if (isDurable) fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function removeTails(folder: string, runId: string): void {
  for (const turn of tails.keys()) rmSync(tailFile(folder, runId, turn), { force: true });
}

function headFile(folder: string, runId: string): string {
  return join(folder, `${runId}.jsonl`);
}

function tailFile(folder: string, runId: string, turn: number): string {
  return join(folder, `${runId}.tail-${tails[turn]}.jsonl`);
}
