import type { TranscriptChunk } from '#shared/run/run.ts';
import type { Stop } from '../ports/ports.ts';

export type TranscriptWriter = {
  /** Redacted text only. Flushed to disk every 250 ms and on close. */
  readonly write: (step: number, stream: TranscriptChunk['stream'], text: string) => void;
  readonly close: () => void;
};

/** Transcripts of runs, one file each; head and tail of 1 MiB are kept and the cut is marked with its size. */
export type Transcripts = {
  readonly open: (runId: string, secrets: readonly string[]) => TranscriptWriter;
  /** `lostTail` where the process died before the writer was closed. */
  readonly read: (runId: string) => { readonly chunks: readonly TranscriptChunk[]; readonly lostTail: boolean };
  readonly onChunk: (runId: string, listener: (chunk: TranscriptChunk) => void) => Stop;
};
