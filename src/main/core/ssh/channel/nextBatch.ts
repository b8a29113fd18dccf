import { longestBatchBytes, mayLeaveJobs } from './batchPart.ts';
import type { ProbeEntry } from './probeEntry.ts';

/**
 * What an idle shell is asked next: everything that is not known to be slow in one batch, or one check that is. A check
 * that may leave jobs behind goes alone. `mayHold` tells whether a slow check may have this shell.
 */
export function nextBatch(
  queue: readonly ProbeEntry[],
  isSlow: (entry: ProbeEntry) => boolean,
  mayHold: boolean,
): readonly ProbeEntry[] {
  const quick = queue.filter((entry) => !isSlow(entry));
  const first = quick[0];
  if (first === undefined) return mayHold ? queue.slice(0, 1) : [];
  if (mayLeaveJobs(first.request.script)) return [first];
  const taken: ProbeEntry[] = [];
  let bytes = 0;
  for (const entry of quick) {
    if (mayLeaveJobs(entry.request.script)) continue;
    bytes += Buffer.byteLength(entry.part);
    if (bytes > longestBatchBytes) break;
    taken.push(entry);
  }
  return taken;
}
