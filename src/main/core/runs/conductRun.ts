import { consentAsked } from '#shared/run/consentAsked.ts';
import { describeEnd, isSuccess, isUncertain } from '#shared/run/describeEnd.ts';
import type { PreflightItem, Run, RunOutcome } from '#shared/run/run.ts';
import type { StepOutput } from '#shared/run/stepOutput.ts';
import type { HostSession } from '../ssh/hostSession.ts';
import type { TranscriptWriter } from '../storage/transcripts.ts';
import type { ActiveRun, ActiveRuns } from './activeRuns.ts';
import { effectItems, programItems, removalItems, sudoItems } from './commandChecks.ts';
import { findingsOf, lookOutcome } from './lookRun.ts';
import { proveRecovery } from './proveRecovery.ts';
import { CaptureRefused, type Preflight, refusal } from './remedies/remedy.ts';
import { remoteOf, type Remote, RemoteTrouble } from './remote.ts';
import type { RunDesk } from './runDesk.ts';
import type { RunParts } from './runParts.ts';
import { runStep } from './runStep.ts';

/** A preflight older than this is repeated before anything changes. */
const freshMs = 120_000;

type Conductor = {
  /** Preflight, and on where nothing is asked; a run that only looks goes straight through. */
  readonly begin: (active: ActiveRun) => Promise<void>;
  /** From consent to the end. */
  readonly carryOut: (active: ActiveRun) => Promise<void>;
};

/**
 * Carries runs through their stages. Whatever is about to happen on a host is journalled first; a journal that refuses
 * stops the run before it.
 */
export function createConductor(
  parts: RunParts,
  desk: RunDesk,
  actives: ActiveRuns,
  lookAfterwards: (run: Run) => void,
): Conductor {
  const { clock, monitor } = parts;

  const sessionFor = (run: Run): HostSession => {
    const session = parts.sessionOf(run.hostId);
    if (session === null)
      throw new RemoteTrouble({ kind: 'notStarted', text: `host ${run.hostId} is not in the lab any more` });
    return session;
  };
  const writing = async (run: Run, work: (writer: TranscriptWriter) => Promise<void>): Promise<void> => {
    const writer = parts.transcripts.open(run.id, parts.secrets?.() ?? []);
    try {
      await work(writer);
    } finally {
      writer.close();
    }
  };

  async function preflight(run: Run, remote: Remote): Promise<Preflight> {
    const remedy = desk.remedyOf(run);
    const { steps, effect } = run.plan;
    if (remedy !== null) return remedy.preflight(desk.orderOf(run), remote);
    const items = [
      ...removalItems(steps),
      ...(await programItems(steps, remote)),
      ...(await sudoItems(steps, remote)),
      ...effectItems(effect),
    ];
    return { items, seen: {} };
  }

  /** Looks, journals what was seen, and says whether the run may go on. */
  async function lookFirst(active: ActiveRun): Promise<readonly PreflightItem[] | null> {
    const run = desk.runOf(active.runId);
    const { signal } = active.controller;
    const seen = await preflight(run, remoteOf(sessionFor(run), signal)).catch((error: unknown): Preflight => {
      if (!(error instanceof RemoteTrouble)) throw error;
      return { items: [refusal(`${desk.hostName(run.hostId)} could not be asked: ${error.message}`)], seen: {} };
    });
    if (signal.aborted) return finish(active, { kind: 'cancelled', text: 'Stopped before anything was changed' });
    active.seen = seen.seen;
    active.seenAtMs = clock.monotonic();
    desk.record([{ type: 'run.preflighted', data: { runId: run.id, items: [...seen.items] } }]);
    const refusals = seen.items.filter((item) => item.verdict === 'refusal');
    if (refusals.length === 0) return seen.items;
    return finish(active, { kind: 'refused', text: refusals.map((item) => item.text).join('; ') });
  }

  function finish(active: ActiveRun, outcome: RunOutcome): null {
    actives.remove(active.runId);
    desk.end(active.runId, outcome);
    return null;
  }

  async function perform(active: ActiveRun, run: Run, writer: TranscriptWriter, goOn: (output: StepOutput) => boolean) {
    const outputs: StepOutput[] = [];
    for (const [index, step] of run.plan.steps.entries()) {
      desk.record([{ type: 'run.stepStarted', data: { runId: run.id, index, command: step.command } }]);
      const startedMs = clock.monotonic();
      const secrets = parts.secrets?.() ?? [];
      const output = await runStep({
        session: sessionFor(run),
        step,
        index,
        writer,
        secrets,
        signal: active.controller.signal,
      });
      outputs.push(output);
      const ended = { index, end: output.end, tookMs: Math.round(clock.monotonic() - startedMs) };
      desk.record([{ type: 'run.stepEnded', data: { runId: run.id, step: ended } }]);
      if (!goOn(output)) break;
    }
    return outputs;
  }

  /** A run that only looks: every command is asked, as long as the host answers. */
  async function look(active: ActiveRun, run: Run): Promise<void> {
    desk.enter(run.id, 'executing', 'Looking');
    await writing(run, async (writer) => {
      const outputs = await perform(
        active,
        run,
        writer,
        ({ end }) => end.kind === 'exited' || end.kind === 'timedOut' || end.kind === 'signalled',
      );
      const findings = findingsOf(desk, run, outputs);
      if (findings.length > 0) desk.record([{ type: 'run.found', data: { runId: run.id, findings } }]);
      const outcome = lookOutcome(outputs, run.plan.steps.length, findings);
      finish(
        active,
        active.controller.signal.aborted ? { kind: 'cancelled', text: 'Stopped; it only looked' } : outcome,
      );
    });
  }

  async function begin(active: ActiveRun): Promise<void> {
    const run = desk.runOf(active.runId);
    if (run.plan.effect === 'reads') return look(active, run);
    const items = await lookFirst(active);
    if (items === null) return undefined;
    if (consentAsked(run.plan, items) === 'none') {
      desk.record([{ type: 'run.consented', data: { runId: run.id, how: 'none' } }]);
      actives.checkFree(run.id, run.hostId, run.plan.resource);
      return carryOut(active);
    }
    active.phase = 'waiting';
    desk.enter(run.id, 'awaitingConsent', 'Waiting for consent');
    return undefined;
  }

  /** What was consented to must still be true; where it costs more by now, the person is asked again. */
  async function isStillAsSeen(active: ActiveRun, run: Run): Promise<boolean> {
    if (clock.monotonic() - active.seenAtMs < freshMs) return true;
    const items = await lookFirst(active);
    if (items === null) return false;
    const known = new Set(run.preflight.map((item) => item.text));
    const isDearer = items.some((item) => item.verdict === 'cost' && !known.has(item.text));
    if (!isDearer) return true;
    active.phase = 'waiting';
    desk.enter(run.id, 'awaitingConsent', 'The host has changed since: look again');
    return false;
  }

  async function capture(active: ActiveRun, run: Run, remote: Remote): Promise<boolean> {
    const remedy = desk.remedyOf(run);
    if (remedy === null || remedy.capture === null) return true;
    desk.enter(run.id, 'capturing', 'Keeping the way back');
    try {
      const wayBack = await remedy.capture(desk.orderOf(run), remote, active.seen);
      desk.record([{ type: 'run.captured', data: { runId: run.id, wayBack } }]);
      return true;
    } catch (error) {
      if (error instanceof CaptureRefused)
        finish(active, { kind: 'refused', text: `${error.message}. Nothing was changed.` });
      else if (!(error instanceof RemoteTrouble)) throw error;
      else if (active.controller.signal.aborted)
        finish(active, { kind: 'cancelled', text: 'Stopped before anything was changed' });
      else
        finish(active, {
          kind: 'failed',
          text: `The way back could not be kept: ${error.message}. Nothing was changed.`,
        });
      return false;
    }
  }

  async function carryOut(active: ActiveRun): Promise<void> {
    active.phase = 'working';
    const planned = desk.runOf(active.runId);
    if (!(await isStillAsSeen(active, planned))) return;
    const endChange = monitor.beginChange(desk.disturbedChecks(planned));
    try {
      const remote = remoteOf(sessionFor(planned), active.controller.signal);
      if (await capture(active, planned, remote)) await changeAndProve(active, desk.runOf(active.runId), remote);
    } finally {
      endChange();
    }
  }

  async function changeAndProve(active: ActiveRun, run: Run, remote: Remote): Promise<void> {
    const isDiagnostic = desk.actionOf(run)?.purpose === 'diagnostic';
    desk.enter(
      run.id,
      'executing',
      `${String(run.plan.steps.length)} ${run.plan.steps.length === 1 ? 'step' : 'steps'}`,
    );
    await writing(run, async (writer) => {
      const outputs = await perform(
        active,
        run,
        writer,
        ({ end }) => isSuccess(end) || (isDiagnostic && end.kind === 'exited'),
      );
      const last = outputs.at(-1);
      const isHelpful = isDiagnostic || (last?.end.kind === 'exited' && last.end.code !== 0);
      const findings = isHelpful ? findingsOf(desk, run, outputs) : [];
      if (findings.length > 0) desk.record([{ type: 'run.found', data: { runId: run.id, findings } }]);
      const early = last === undefined ? null : endedEarly(run, outputs, last, isDiagnostic);
      const looked = isDiagnostic ? lookOutcome(outputs, run.plan.steps.length, findings) : null;
      finish(active, early ?? looked ?? (await proved(active, run, remote, last ?? null)));
    });
    const ended = desk.runOf(run.id);
    if (ended.outcome?.kind === 'unknown') lookAfterwards(ended);
  }

  async function proved(active: ActiveRun, run: Run, remote: Remote, last: StepOutput | null): Promise<RunOutcome> {
    const { verification } = run.plan;
    const what =
      verification === null ? 'Looking whether it helped' : `Waiting for ${verification.checkIds.join(', ')}`;
    desk.enter(run.id, 'verifying', what);
    const { signal } = active.controller;
    const [remedy, order, handle] = [desk.remedyOf(run), desk.orderOf(run), desk.handleOf(run)];
    const proof = await proveRecovery({ run, remedy, order, handle, remote, monitor, clock, signal });
    const exit = last === null || isSuccess(last.end) ? '' : ` (the last command: ${describeEnd(last.end)})`;
    if (proof?.isProved === true) return { kind: 'succeeded', text: `${proof.text}${exit}` };
    if (signal.aborted) return { kind: 'cancelled', text: 'The commands ran; the recovery was not waited for' };
    if (proof !== null) return { kind: 'failed', text: `${proof.text}${exit}` };
    return exit === ''
      ? { kind: 'succeeded', text: 'All commands ended with exit status 0; no check proves more' }
      : { kind: 'failed', text: `It did not succeed${exit}` };
  }

  return { begin, carryOut };
}

/** The outcome where steps were left out or nobody knows; null where there is something left to prove. */
function endedEarly(
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
