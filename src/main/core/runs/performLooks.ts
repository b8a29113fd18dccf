import type { PlannedStep, Run } from '#shared/run/run.ts';
import type { StepOutput } from '#shared/run/stepOutput.ts';
import type { HostSession } from '../ssh/hostSession.ts';
import type { TranscriptWriter } from '../storage/transcripts.ts';
import type { RunDesk } from './runDesk.ts';
import type { RunParts } from './runParts.ts';
import { runStep } from './runStep.ts';

/** So many looks are asked at a time: one that hangs holds up none of the others, and the host is not flooded. */
const atOnce = 4;

const isAnswered = ({ end }: StepOutput): boolean =>
  end.kind === 'exited' || end.kind === 'timedOut' || end.kind === 'signalled';

/** Outputs by the place of their step in the plan, and in its order. */
export type LookOutputs = ReadonlyMap<number, StepOutput>;

/**
 * Asks the looks of a run that only reads, several at a time, each journalled before and after. `answered` gets what is
 * in after each; once the host does not answer any more, those that were not begun are left out.
 */
export async function performLooks(task: {
  readonly parts: RunParts;
  readonly desk: RunDesk;
  readonly run: Run;
  readonly session: HostSession;
  readonly writer: TranscriptWriter;
  readonly signal: AbortSignal;
  readonly answered: (outputs: LookOutputs) => void;
}): Promise<LookOutputs> {
  const { parts, desk, run, session, writer, signal, answered } = task;
  const { clock } = parts;
  const outputs = new Map<number, StepOutput>();
  const waiting = [...run.plan.steps.entries()];
  let isReachable = true;

  async function look(index: number, step: PlannedStep): Promise<void> {
    desk.record([{ type: 'run.stepStarted', data: { runId: run.id, index, command: step.command } }]);
    const startedMs = clock.monotonic();
    const output = await runStep({ session, step, index, writer, secrets: parts.secrets?.() ?? [], signal });
    outputs.set(index, output);
    const ended = { index, end: output.end, tookMs: Math.round(clock.monotonic() - startedMs) };
    desk.record([{ type: 'run.stepEnded', data: { runId: run.id, step: ended } }]);
    isReachable &&= isAnswered(output);
    answered(inOrder(outputs));
  }

  async function lookOn(): Promise<void> {
    for (let next = waiting.shift(); next !== undefined && isReachable; next = waiting.shift()) await look(...next);
  }

  await Promise.all(Array.from({ length: atOnce }, lookOn));
  return inOrder(outputs);
}

const inOrder = (outputs: LookOutputs): LookOutputs => new Map([...outputs].toSorted(([one], [other]) => one - other));
