import { describeEnd, isSuccess } from '#shared/run/describeEnd.ts';
import type { Run, RunOutcome } from '#shared/run/run.ts';
import type { StepOutput } from '#shared/run/stepOutput.ts';
import type { HostSession } from '../ssh/hostSession.ts';
import type { ActiveRun } from './activeRuns.ts';
import { findingsOf, lookOutcome } from './lookRun.ts';
import { endedEarly, performSteps } from './performSteps.ts';
import { proveRecovery, seenNow, type SeenProof } from './proveRecovery.ts';
import { remoteOf } from './remote.ts';
import { finish, type RunTools, writing } from './runTools.ts';

/** What is known when the steps are done: how the last one ended, and whether anything was failing before. */
type Before = { readonly last: StepOutput | null; readonly wasFailing: boolean };

/** Runs the steps that change something, and ends the run with what can be proved of them. */
export async function changeAndProve(
  tools: RunTools,
  active: ActiveRun,
  run: Run,
  session: HostSession,
  wasFailing: boolean,
): Promise<void> {
  const { parts, desk } = tools;
  const { signal } = active.controller;
  const isDiagnostic = desk.actionOf(run)?.purpose === 'diagnostic';
  const planned = run.plan.steps.length;
  desk.enter(run.id, 'executing', `${String(planned)} ${planned === 1 ? 'step' : 'steps'}`);
  await writing(tools, run, async (writer) => {
    const goOn = ({ end }: StepOutput): boolean => isSuccess(end) || (isDiagnostic && end.kind === 'exited');
    const outputs = await performSteps({ parts, desk, run, session, writer, signal, goOn });
    const last = outputs.at(-1);
    const isHelpful = isDiagnostic || (last?.end.kind === 'exited' && last.end.code !== 0);
    const findings = isHelpful ? findingsOf(desk, run, new Map(outputs.entries())) : [];
    if (findings.length > 0) desk.record([{ type: 'run.found', data: { runId: run.id, findings, standing: null } }]);
    const broken = last === undefined ? null : endedEarly(run, outputs, last, isDiagnostic);
    const early = broken === null ? null : await withLook(tools, run, session, broken);
    const looked = isDiagnostic ? lookOutcome(outputs, planned, findings) : null;
    const outcome = early ?? looked ?? (await proved(tools, active, run, session, { last: last ?? null, wasFailing }));
    finish(tools, active, outcome);
  });
}

/** What broke off in the middle says what it left behind, where the host can be asked at once. */
async function withLook(
  { desk, closing }: RunTools,
  run: Run,
  session: HostSession,
  broken: RunOutcome,
): Promise<RunOutcome> {
  if (broken.kind === 'unknown' || closing.aborted) return broken;
  const [remedy, order, handle] = [desk.remedyOf(run), desk.orderOf(run), desk.handleOf(run)];
  const seen = await seenNow({ remedy, order, handle, remote: remoteOf(session, desk.hostName(run.hostId), closing) });
  return { ...broken, text: `${broken.text}${seen}` };
}

/** Waits for the recovery, and says what it is worth. */
async function proved(
  { parts, desk }: RunTools,
  active: ActiveRun,
  run: Run,
  session: HostSession,
  before: Before,
): Promise<RunOutcome> {
  const { verification } = run.plan;
  const what = verification === null ? 'Looking whether it helped' : `Waiting for ${verification.checkIds.join(', ')}`;
  desk.enter(run.id, 'verifying', what);
  const { signal } = active.controller;
  const [remedy, order, handle] = [desk.remedyOf(run), desk.orderOf(run), desk.handleOf(run)];
  const { monitor, clock } = parts;
  const remote = remoteOf(session, desk.hostName(run.hostId), signal);
  const proof = await proveRecovery({ run, remedy, order, handle, remote, monitor, clock, signal });
  return outcomeBy(proof, before, signal.aborted);
}

/** A recovery counts, whatever the exit status was; but where nothing was failing, only success is a success. */
function outcomeBy(proof: SeenProof | null, { last, wasFailing }: Before, isStopped: boolean): RunOutcome {
  const isClean = last === null || isSuccess(last.end);
  const exit = isClean ? '' : ` (the last command: ${describeEnd(last.end)})`;
  if (proof?.isProved === true && (isClean || wasFailing))
    return { kind: 'succeeded', text: `${wasFailing ? 'Recovered' : 'Done'}: ${proof.text}${exit}` };
  if (isStopped) return { kind: 'cancelled', text: 'The commands ran; the recovery was not waited for' };
  if (proof?.isProved === true)
    return { kind: 'failed', text: `It did not succeed${exit}; nothing was failing before, and nothing is now` };
  if (proof?.isSeen === false)
    return { kind: 'unknown', text: `The commands ran, but what became of it was not seen: ${proof.text}${exit}` };
  if (proof !== null) {
    const within = `within ${String(proof.windowMs / 1_000)} s`;
    return {
      kind: 'failed',
      text: `${wasFailing ? 'No recovery' : 'Not as it should be'} ${within}: ${proof.text}${exit}`,
    };
  }
  return isClean
    ? { kind: 'succeeded', text: 'All commands ended with exit status 0; no check proves more' }
    : { kind: 'failed', text: `It did not succeed${exit}` };
}
