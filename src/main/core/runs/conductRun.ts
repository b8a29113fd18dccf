import { consentAsked } from '#shared/run/consentAsked.ts';
import type { Consent, Run } from '#shared/run/run.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import type { ActiveRun } from './activeRuns.ts';
import { captureWayBack } from './captureWayBack.ts';
import { changeAndProve } from './changeAndProve.ts';
import { lookOnly } from './lookOnly.ts';
import { isStillAsSeen, lookFirst } from './preflightRun.ts';
import { remoteOf } from './remote.ts';
import { finish, openFor, type RunTools } from './runTools.ts';

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
export function createConductor(tools: RunTools, lookAfterwards: (run: Run) => void): Conductor {
  const { parts, desk, actives } = tools;

  async function begin(active: ActiveRun): Promise<void> {
    const run = desk.runOf(active.runId);
    if (run.plan.effect === 'reads') return lookOnly(tools, active, run);
    const items = await lookFirst(tools, active);
    if (items === null) return undefined;
    const asked = consentAsked(run.plan, items);
    // What nobody knows the end of is looked at before it is repeated, and a click said nothing of a folder.
    const hasClicked = run.clicked === true && run.plan.folder === undefined && !desk.isAfterUnclear(run);
    if (asked === 'none' || (asked === 'click' && hasClicked)) return goOn(active, run, asked);
    active.phase = 'waiting';
    desk.enter(run.id, 'awaitingConsent', 'Waiting for consent');
    return undefined;
  }

  /** Consent was given before the preflight; what began in the meantime stands before it. */
  async function goOn(active: ActiveRun, run: Run, how: Consent): Promise<void> {
    try {
      actives.checkFree(run.id, run.hostId, run.plan.resource);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      return finish(tools, active, { kind: 'refused', text: `${error.message}. ${error.mend}` });
    }
    desk.record([{ type: 'run.consented', data: { runId: run.id, how } }]);
    return carryOut(active);
  }

  async function carryOut(active: ActiveRun): Promise<void> {
    active.phase = 'working';
    const planned = desk.runOf(active.runId);
    if (!(await isStillAsSeen(tools, active, planned))) return;
    const wasFailing = (planned.plan.verification?.checkIds ?? []).some(isFailing);
    const endChange = parts.monitor.beginChange(desk.disturbedChecks(planned));
    try {
      const { signal } = active.controller;
      const { session } = await openFor(tools, planned, signal);
      if (!(await captureWayBack(tools, active, planned, remoteOf(session, desk.hostName(planned.hostId), signal))))
        return;
      await changeAndProve(tools, active, desk.runOf(active.runId), session, wasFailing);
      const ended = desk.runOf(active.runId);
      if (ended.outcome?.kind === 'unknown') lookAfterwards(ended);
    } finally {
      endChange();
    }
  }

  const isFailing = (checkId: string): boolean => {
    const kind = parts.monitor.stateOf(checkId)?.phase.kind;
    return kind === 'soft' || kind === 'hard';
  };

  return { begin, carryOut };
}
