import { consentAsked } from '#shared/run/consentAsked.ts';
import { describeEnd, isSuccess } from '#shared/run/describeEnd.ts';
import type { PreflightItem, Run, RunOutcome } from '#shared/run/run.ts';
import type { StepOutput } from '#shared/run/stepOutput.ts';
import type { HostSession } from '../ssh/hostSession.ts';
import type { TranscriptWriter } from '../storage/transcripts.ts';
import type { ActiveRun, ActiveRuns } from './activeRuns.ts';
import { effectItems, passwordItems, programItems, removalItems, sudoItems } from './commandChecks.ts';
import { findingsOf, lookOutcome } from './lookRun.ts';
import { performLooks } from './performLooks.ts';
import { endedEarly, performSteps } from './performSteps.ts';
import { proveRecovery } from './proveRecovery.ts';
import { CaptureRefused, type Preflight, refusal } from './remedies/remedy.ts';
import { remoteOf, type Remote, RemoteTrouble } from './remote.ts';
import type { RunDesk } from './runDesk.ts';
import type { RunParts } from './runParts.ts';
import type { SudoAccess, SudoDoor } from './sudo/sudoDoor.ts';

/** A preflight older than this is repeated before anything changes. */
const freshMs = 120_000;

/** What is known when the steps are done: how the last one ended, and whether anything was failing before. */
type Before = { readonly last: StepOutput | null; readonly wasFailing: boolean };

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
  door: SudoDoor,
): Conductor {
  const { clock, monitor } = parts;

  const sessionFor = (run: Run): HostSession => {
    const session = parts.sessionOf(run.hostId);
    if (session === null)
      throw new RemoteTrouble({ kind: 'notStarted', text: `host ${run.hostId} is not in the lab any more` });
    return session;
  };
  /** The session of a run whose commands may call sudo, with the stored password where one is needed. */
  const openFor = (run: Run, signal: AbortSignal): Promise<SudoAccess> =>
    door.open(sessionFor(run), run.plan.steps, signal);
  const writing = async (run: Run, work: (writer: TranscriptWriter) => Promise<void>): Promise<void> => {
    const writer = parts.transcripts.open(run.id, parts.secrets?.() ?? []);
    try {
      await work(writer);
    } finally {
      writer.close();
    }
  };

  async function preflight(run: Run, signal: AbortSignal): Promise<Preflight> {
    const remedy = desk.remedyOf(run);
    const { steps, effect } = run.plan;
    const { session, kind } = await openFor(run, signal);
    const remote = remoteOf(session, signal);
    const told = passwordItems(kind, desk.hostName(run.hostId));
    if (remedy !== null) {
      const { items, seen } = await remedy.preflight(desk.orderOf(run), remote);
      return { items: [...items, ...told], seen };
    }
    const items = [
      ...removalItems(steps),
      ...(await programItems(steps, remote)),
      ...(await sudoItems(steps, remote)),
      ...effectItems(effect),
      ...told,
    ];
    return { items, seen: {} };
  }

  /** Looks, journals what was seen, and says whether the run may go on. */
  async function lookFirst(active: ActiveRun): Promise<readonly PreflightItem[] | null> {
    const run = desk.runOf(active.runId);
    const { signal } = active.controller;
    const seen = await preflight(run, signal).catch((error: unknown): Preflight => {
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

  const perform = (
    active: ActiveRun,
    run: Run,
    session: HostSession,
    writer: TranscriptWriter,
    goOn: (output: StepOutput) => boolean,
  ) => performSteps({ parts, desk, run, session, writer, signal: active.controller.signal, goOn });

  /** A run that only looks: every command is asked, as long as the host answers. */
  async function look(active: ActiveRun, run: Run): Promise<void> {
    desk.enter(run.id, 'executing', 'Looking');
    const { session } = await openFor(run, active.controller.signal);
    await writing(run, async (writer) => {
      const { signal } = active.controller;
      const outputs = await performLooks({ parts, desk, run, session, writer, signal });
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
    const wasFailing = (planned.plan.verification?.checkIds ?? []).some(isFailing);
    const endChange = monitor.beginChange(desk.disturbedChecks(planned));
    try {
      const { signal } = active.controller;
      const { session } = await openFor(planned, signal);
      if (await capture(active, planned, remoteOf(session, signal)))
        await changeAndProve(active, desk.runOf(active.runId), session, wasFailing);
    } finally {
      endChange();
    }
  }

  async function changeAndProve(active: ActiveRun, run: Run, session: HostSession, wasFailing: boolean): Promise<void> {
    const remote = remoteOf(session, active.controller.signal);
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
        session,
        writer,
        ({ end }) => isSuccess(end) || (isDiagnostic && end.kind === 'exited'),
      );
      const last = outputs.at(-1);
      const isHelpful = isDiagnostic || (last?.end.kind === 'exited' && last.end.code !== 0);
      const findings = isHelpful ? findingsOf(desk, run, outputs) : [];
      if (findings.length > 0) desk.record([{ type: 'run.found', data: { runId: run.id, findings } }]);
      const early = last === undefined ? null : endedEarly(run, outputs, last, isDiagnostic);
      const looked = isDiagnostic ? lookOutcome(outputs, run.plan.steps.length, findings) : null;
      finish(active, early ?? looked ?? (await proved(active, run, remote, { last: last ?? null, wasFailing })));
    });
    const ended = desk.runOf(run.id);
    if (ended.outcome?.kind === 'unknown') lookAfterwards(ended);
  }

  /** A recovery counts, whatever the exit status was; but where nothing was failing, only success is a success. */
  async function proved(active: ActiveRun, run: Run, remote: Remote, before: Before): Promise<RunOutcome> {
    const { verification } = run.plan;
    const what =
      verification === null ? 'Looking whether it helped' : `Waiting for ${verification.checkIds.join(', ')}`;
    desk.enter(run.id, 'verifying', what);
    const { signal } = active.controller;
    const [remedy, order, handle] = [desk.remedyOf(run), desk.orderOf(run), desk.handleOf(run)];
    const proof = await proveRecovery({ run, remedy, order, handle, remote, monitor, clock, signal });
    const isClean = before.last === null || isSuccess(before.last.end);
    const exit = isClean ? '' : ` (the last command: ${before.last === null ? '' : describeEnd(before.last.end)})`;
    if (proof?.isProved === true && (isClean || before.wasFailing))
      return { kind: 'succeeded', text: `${proof.text}${exit}` };
    if (signal.aborted) return { kind: 'cancelled', text: 'The commands ran; the recovery was not waited for' };
    if (proof?.isProved === true)
      return { kind: 'failed', text: `It did not succeed${exit}; nothing was failing before, and nothing is now` };
    if (proof?.isSeen === false)
      return { kind: 'unknown', text: `The commands ran, but what became of it was not seen: ${proof.text}${exit}` };
    if (proof !== null) return { kind: 'failed', text: `${proof.text}${exit}` };
    return isClean
      ? { kind: 'succeeded', text: 'All commands ended with exit status 0; no check proves more' }
      : { kind: 'failed', text: `It did not succeed${exit}` };
  }

  const isFailing = (checkId: string): boolean => {
    const kind = monitor.stateOf(checkId)?.phase.kind;
    return kind === 'soft' || kind === 'hard';
  };

  return { begin, carryOut };
}
