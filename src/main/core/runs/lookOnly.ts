import type { Run } from '#shared/run/run.ts';
import type { ActiveRun } from './activeRuns.ts';
import { findingsOf, lookOutcome } from './lookRun.ts';
import { performLooks } from './performLooks.ts';
import { finish, openFor, type RunTools, writing } from './runTools.ts';

/** A run that only looks: every command is asked, as long as the host answers. */
export async function lookOnly(tools: RunTools, active: ActiveRun, run: Run): Promise<void> {
  const { parts, desk } = tools;
  const { signal } = active.controller;
  desk.enter(run.id, 'executing', 'Looking');
  const { session } = await openFor(tools, run, signal);
  await writing(tools, run, async (writer) => {
    const outputs = await performLooks({ parts, desk, run, session, writer, signal });
    const findings = findingsOf(desk, run, outputs);
    if (findings.length > 0) desk.record([{ type: 'run.found', data: { runId: run.id, findings } }]);
    const outcome = lookOutcome(outputs, run.plan.steps.length, findings);
    finish(tools, active, signal.aborted ? { kind: 'cancelled', text: 'Stopped; it only looked' } : outcome);
  });
}
