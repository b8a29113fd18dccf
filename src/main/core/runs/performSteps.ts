import { describeEnd, isUncertain } from '#shared/run/describeEnd.ts';
import type { Run, RunOutcome } from '#shared/run/run.ts';
import type { StepOutput } from '#shared/run/stepOutput.ts';
import type { HostSession } from '../ssh/hostSession.ts';
import type { TranscriptWriter } from '../storage/transcripts.ts';
import type { RunDesk } from './runDesk.ts';
import type { RunParts } from './runParts.ts';
import { runStep } from './runStep.ts';

/** Runs the steps of a plan one after the other, each journalled before and after, until `goOn` says no. */
export async function performSteps(task: {
  readonly parts: RunParts;
  readonly desk: RunDesk;
  readonly run: Run;
  readonly session: HostSession;
  readonly writer: TranscriptWriter;
  readonly signal: AbortSignal;
  readonly goOn: (output: StepOutput) => boolean;
}): Promise<readonly StepOutput[]> {
  const { parts, desk, run, session, writer, signal, goOn } = task;
  const { clock } = parts;
  const outputs: StepOutput[] = [];
  for (const [index, step] of run.plan.steps.entries()) {
    desk.record([{ type: 'run.stepStarted', data: { runId: run.id, index, command: step.command } }]);
    const startedMs = clock.monotonic();
    const output = await runStep({ session, step, index, writer, secrets: parts.secrets?.() ?? [], signal });
    outputs.push(output);
    const ended = { index, end: output.end, tookMs: Math.round(clock.monotonic() - startedMs) };
    desk.record([{ type: 'run.stepEnded', data: { runId: run.id, step: ended } }]);
    if (!goOn(output)) break;
  }
  return outputs;
}

/** The outcome where steps were left out or nobody knows; null where there is something left to prove. */
export function endedEarly(
  run: Run,
  outputs: readonly StepOutput[],
  last: StepOutput,
  isDiagnostic: boolean,
): RunOutcome | null {
  const place = `step ${String(outputs.length)} of ${String(run.plan.steps.length)} ("${last.command.slice(0, 80)}")`;
  const rest = outputs.length < run.plan.steps.length ? ' The steps after it were not run.' : '';
  if (isUncertain(last.end))
    return {
      kind: 'unknown',
      text: `Nobody knows whether ${place} happened: ${describeEnd(last.end)}.${rest} Look first, before you repeat it.`,
    };
  if (last.end.kind === 'cancelled') return { kind: 'cancelled', text: `Stopped in ${place}.${rest}` };
  if (last.end.kind === 'notStarted') {
    const before = outputs.length === 1 ? ' Nothing was changed.' : '';
    return { kind: 'failed', text: `${place} ${describeEnd(last.end)}.${before}${rest}` };
  }
  if (isDiagnostic || outputs.length === run.plan.steps.length) return null;
  return { kind: 'failed', text: `${place}: ${describeEnd(last.end)}.${rest}` };
}
