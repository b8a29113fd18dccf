import { findingsSoFar } from '#shared/run/findingsSoFar.ts';
import { foundSince } from '#shared/run/foundSince.ts';
import type { Finding, Run } from '#shared/run/run.ts';
import type { ActiveRun } from './activeRuns.ts';
import { judgeOf, lookOutcome } from './lookRun.ts';
import { type LookOutputs, performLooks } from './performLooks.ts';
import { finish, openFor, type RunTools, writing } from './runTools.ts';

/**
 * A run that only looks: every command is asked, as long as the host answers. What the outputs establish is told with
 * each that comes in, and taken back where a later one overturns it.
 */
export async function lookOnly(tools: RunTools, active: ActiveRun, run: Run): Promise<void> {
  const { parts, desk } = tools;
  const { signal } = active.controller;
  const planned = run.plan.steps.length;
  desk.enter(run.id, 'executing', 'Looking');
  const { session } = await openFor(tools, run, signal);
  const judge = judgeOf(desk, run);
  const tell = (findings: readonly Finding[]): void => {
    const since = foundSince(desk.runOf(run.id).findings, findings);
    if (since !== null) desk.record([{ type: 'run.found', data: { runId: run.id, ...since } }]);
  };
  const tellSoFar = (outputs: LookOutputs): void => {
    if (outputs.size < planned) tell(findingsSoFar(judge(outputs)));
  };
  await writing(tools, run, async (writer) => {
    const outputs = await performLooks({ parts, desk, run, session, writer, signal, answered: tellSoFar });
    const findings = judge(outputs);
    tell(findings);
    const outcome = lookOutcome([...outputs.values()], planned, findings);
    finish(tools, active, signal.aborted ? { kind: 'cancelled', text: 'Stopped; it only looked' } : outcome);
  });
}
