import type { Run, RunOutcome } from '#shared/run/run.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import type { ActiveRun } from './activeRuns.ts';
import { remoteOf, RemoteTrouble } from './remote.ts';
import type { RunDesk } from './runDesk.ts';
import type { RunTools } from './runTools.ts';

/** Throws `RequestError` CONFLICT where the way back of a run cannot be taken. */
export function checkUndoable(desk: RunDesk, run: Run): void {
  const refuse = (what: string, mend: string) => new RequestError('CONFLICT', what, mend);
  if (run.stage !== 'ended') throw refuse('The run has not ended yet', 'Wait for it, or stop it.');
  if (run.undoneAt !== null) throw refuse('It was undone already', 'Run it again if you need it after all.');
  if (run.wayBack.kind === 'none') throw refuse(`There is no way back: ${run.wayBack.why}`, 'Look for another remedy.');
  if (run.wayBack.handle === undefined)
    throw refuse('Nothing was changed, so there is nothing to undo', 'Run it first.');
  if (desk.isWayBackOver(run))
    throw refuse(
      'The time is over for which its way back was kept',
      `Look on the host whether something is left: ${run.wayBack.text}.`,
    );
  if (desk.remedyOf(run)?.undo == null) throw refuse('This version of Sitrep cannot undo it', 'Undo it by hand.');
}

/** Takes the way back of a run and journals how that ended. What was cut off is unknown, and may be asked for again. */
export async function undoRun(tools: RunTools, active: ActiveRun): Promise<void> {
  const { parts, desk, actives } = tools;
  const run = desk.runOf(active.runId);
  const endChange = parts.monitor.beginChange(desk.disturbedChecks(run));
  try {
    const outcome = await outcomeOf(tools, run, active.controller.signal);
    actives.remove(run.id);
    desk.record([{ type: 'run.undone', data: { runId: run.id, outcome } }]);
  } finally {
    endChange();
  }
}

async function outcomeOf({ parts, desk, door }: RunTools, run: Run, signal: AbortSignal): Promise<RunOutcome> {
  const undo = desk.remedyOf(run)?.undo;
  const session = parts.sessionOf(run.hostId);
  if (undo == null || session === null)
    return { kind: 'failed', text: `${desk.hostName(run.hostId)} is not in the lab any more` };
  try {
    const opened = await door.open(session, run.plan.steps, signal);
    const remote = remoteOf(opened.session, desk.hostName(run.hostId), signal);
    const proof = await undo(desk.orderOf(run), remote, desk.handleOf(run));
    return { kind: proof.isProved ? 'succeeded' : 'failed', text: proof.text };
  } catch (error) {
    if (!(error instanceof RemoteTrouble)) throw error;
    if (error.end.kind === 'notStarted') return { kind: 'failed', text: `Nothing was undone: ${error.message}` };
    return {
      kind: 'unknown',
      text: `Nobody knows how far undoing came: ${error.message}. Look first, then undo again.`,
    };
  }
}
