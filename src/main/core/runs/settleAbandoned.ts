import type { Run } from '#shared/run/run.ts';
import { dayMs } from '#shared/time/instant.ts';
import { abandonedOutcome } from './abandonedOutcome.ts';
import { isUnseen } from './lookAfterwards.ts';
import type { RunTools } from './runTools.ts';

/** Ends what an earlier process left running, and has another look at what ended unknown within the last day. */
export function settleAbandoned({ parts, desk, actives }: RunTools, lookLater: (run: Run) => void): void {
  for (const run of desk.runs()) {
    if (actives.has(run.id)) continue;
    if (run.stage !== 'ended') desk.abandon(run, abandonedOutcome(run));
    const settled = desk.runOf(run.id);
    const isRecent = parts.clock.now() - (settled.endedAt ?? 0) < dayMs;
    if (isUnseen(settled) && isRecent) lookLater(settled);
  }
}
