import { abandonedOutcome } from './abandonedOutcome.ts';
import type { RunTools } from './runTools.ts';

/** The last resort: what nobody foresaw ends the run, as unknown where it was under way, if the journal still takes it. */
export async function guardedRun(tools: RunTools, runId: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    tools.parts.logger.error('a run broke off', { runId, why: text });
    tools.actives.remove(runId);
    endBroken(tools, runId, text);
  }
}

function endBroken({ desk, parts }: RunTools, runId: string, text: string): void {
  try {
    const run = desk.runOf(runId);
    if (run.stage !== 'ended') desk.abandon(run, abandonedOutcome(run, `Something unforeseen (${text}) broke it off`));
  } catch (error) {
    // The journal refuses; at the next start the run is settled as abandoned.
    parts.logger.error('the end of a run could not be journalled', { runId, why: String(error) });
  }
}
