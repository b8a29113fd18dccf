import type { ProbeRequest, ProbeResult } from '../hostSession.ts';
import { batchPart } from './batchPart.ts';

/** A question from its asking to its one result. */
export type ProbeEntry = {
  readonly request: ProbeRequest;
  readonly part: string;
  /** Only the first call counts. */
  readonly settle: (result: ProbeResult) => void;
  readonly isSettled: () => boolean;
  /** Its deadline passed while it waited behind others: it goes on only if their shell does. */
  isOverdue: boolean;
  /** It was ended once for the sake of others, and is not a second time. */
  wasInterrupted: boolean;
};

export function createProbeEntry(request: ProbeRequest, settled: (result: ProbeResult) => void): ProbeEntry {
  let isSettled = false;
  return {
    request,
    part: batchPart(request.script),
    settle: (result) => {
      if (isSettled) return;
      isSettled = true;
      settled(result);
    },
    isSettled: () => isSettled,
    isOverdue: false,
    wasInterrupted: false,
  };
}

export function loseEntries(entries: readonly ProbeEntry[], text: string): void {
  for (const { request, settle } of entries) settle({ kind: 'lost', id: request.id, text });
}
