import { lastRunOf } from '#shared/incident/offeredRemedy.ts';
import { consentAsked } from '#shared/run/consentAsked.ts';
import type { Run } from '#shared/run/run.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import { abandonedOutcome } from './abandonedOutcome.ts';
import { createActiveRuns } from './activeRuns.ts';
import { createConductor } from './conductRun.ts';
import { diagnosisPlan, evidencePlan } from './evidence.ts';
import { guardedRun } from './guardedRun.ts';
import { lookAfterwards } from './lookAfterwards.ts';
import { planInNamedFolder } from './nameFolder.ts';
import { incidentWithHost, planLook, planStart } from './planStart.ts';
import { createRunDesk } from './runDesk.ts';
import type { RunParts } from './runParts.ts';
import type { Runs, StartRequest } from './runs.ts';
import type { RunTools } from './runTools.ts';
import { settleAbandoned } from './settleAbandoned.ts';
import { createSudoDoor } from './sudo/sudoDoor.ts';
import { checkUndoable, undoRun } from './undoRun.ts';

/** The runs over this journal. `settleAbandoned` is to be called once at the start, `close` at the end. */
// Long, because each request stands here with what it checks and journals before anything happens.
export function createRuns(parts: RunParts): Runs {
  const desk = createRunDesk(parts);
  const actives = createActiveRuns(desk.runOf, desk.hostName);
  const closing = new AbortController();
  const door = createSudoDoor(async (hostId) => (await parts.sudoPassword?.(hostId)) ?? null);
  const tools: RunTools = { parts, desk, actives, door, closing: closing.signal };

  const work = (runId: string, what: () => Promise<void>): void => actives.track(guardedRun(tools, runId, what));
  const lookLater = (run: Run): void => work(run.id, () => lookAfterwards(tools, run, closing.signal));
  const conductor = createConductor(tools, lookLater);

  const isRepeat = (requestId: string) => parts.journal.eventsOfRequest(requestId).length > 0;
  const plannedBy = (requestId: string): string | null => {
    const event = parts.journal.eventsOfRequest(requestId).find((one) => one.type === 'run.planned');
    return event?.type === 'run.planned' ? event.data.runId : null;
  };
  const launch = (runId: string, isLook: boolean): string => {
    const active = actives.add(runId, isLook ? 'working' : 'looking');
    work(runId, () => conductor.begin(active));
    return runId;
  };
  const look = (
    { requestId, incidentId }: { readonly requestId: string | null; readonly incidentId: string },
    what: Parameters<typeof planLook>[3],
  ): string => {
    const before = requestId === null ? null : plannedBy(requestId);
    if (before !== null) return before;
    const runId = parts.newId();
    const planned = planLook(parts, runId, incidentId, what);
    desk.record([{ type: 'run.planned', data: planned }], requestId, requestId === null ? 'sitrep' : 'person');
    return launch(runId, true);
  };

  /** Stops what works or looks; what waits for a person, or for nobody any more, ends at once. */
  const stop = (runId: string): void => {
    const active = actives.get(runId);
    if (active !== null && active.phase !== 'waiting') return active.controller.abort(new Error('Stopped by a person'));
    actives.remove(runId);
    const run = desk.runOf(runId);
    if (run.stage === 'undoing') desk.abandon(run, abandonedOutcome(run));
    else desk.end(runId, { kind: 'cancelled', text: 'Not run: nothing was changed' });
  };

  const start = (request: StartRequest, isClicked = false): string => {
    const before = plannedBy(request.requestId);
    if (before !== null) return before;
    const runId = parts.newId();
    const planned = planStart(parts, desk, runId, request);
    actives.checkFree(runId, planned.hostId, planned.plan.resource);
    const data = isClicked ? { ...planned, clicked: true as const } : planned;
    const entry = { type: 'run.planned', data } as const;
    if (planned.plan.folder === undefined) {
      desk.record([entry], request.requestId, 'person');
      return launch(runId, planned.plan.effect === 'reads');
    }
    const waits = { runId, stage: 'awaitingFolder', text: 'Waiting for its folder' } as const;
    actives.add(runId, 'waiting');
    desk.record([entry, { type: 'run.stageEntered', data: waits }], request.requestId, 'person');
    return runId;
  };

  return {
    start: (request) => start(request),
    startByClick: ({ requestId, incidentId, actionId }) => {
      const incident = incidentWithHost(parts, incidentId);
      const last = lastRunOf(incident, desk.runs(), actionId);
      if (last !== null && last.stage !== 'ended') return last.id;
      const { hostId, serviceId, runbookId } = incident;
      return start({ requestId, incidentId, hostId, serviceId, runbookId, actionId }, true);
    },
    collectEvidence: (request) => look(request, { subject: { kind: 'evidence' }, planOf: evidencePlan }),
    diagnose: (request) => look(request, { subject: { kind: 'diagnosis' }, planOf: diagnosisPlan }),
    nameFolder: async ({ requestId, runId, folder }) => {
      if (isRepeat(requestId)) return;
      const plan = await planInNamedFolder(tools, runId, folder);
      const active = actives.get(runId);
      if (active === null) return;
      desk.record([{ type: 'run.folderNamed', data: { runId, plan } }], requestId, 'person');
      active.phase = plan.effect === 'reads' ? 'working' : 'looking';
      work(runId, () => conductor.begin(active));
    },
    consent: ({ requestId, runId, typed }) => {
      if (isRepeat(requestId)) return;
      const run = desk.runOf(runId);
      const active = actives.get(runId);
      if (run.stage !== 'awaitingConsent' || active?.phase !== 'waiting')
        throw new RequestError('CONFLICT', `The run waits for no consent: it is ${run.stage}`, 'Look at it again.');
      const how = consentAsked(run.plan, run.preflight);
      checkTyped(how, typed, [run.hostId, desk.hostName(run.hostId)]);
      actives.checkFree(runId, run.hostId, run.plan.resource);
      desk.record([{ type: 'run.consented', data: { runId, how } }], requestId, 'person');
      active.phase = 'working';
      work(runId, () => conductor.carryOut(active));
    },
    cancel: ({ requestId, runId }) => {
      if (isRepeat(requestId)) return;
      const run = desk.runOf(runId);
      if (run.stage === 'ended')
        throw new RequestError(
          'CONFLICT',
          `The run has ended already: ${run.outcome?.text ?? ''}`,
          'Nothing is left to stop.',
        );
      desk.record([{ type: 'run.cancelRequested', data: { runId } }], requestId, 'person');
      stop(runId);
    },
    cancelAll: ({ requestId }) => {
      if (isRepeat(requestId)) return;
      const runIds = desk.runs().flatMap((run) => (run.stage === 'ended' ? [] : [run.id]));
      if (runIds.length === 0) return;
      // All of them are journalled together before the first is stopped, so that a repeat finds the request done.
      desk.record(
        runIds.map((runId) => ({ type: 'run.cancelRequested', data: { runId } })),
        requestId,
        'person',
      );
      for (const runId of runIds) stop(runId);
    },
    undo: ({ requestId, runId }) => {
      if (isRepeat(requestId)) return;
      const run = desk.runOf(runId);
      checkUndoable(desk, run);
      actives.checkFree(runId, run.hostId, run.plan.resource);
      desk.enter(runId, 'undoing', 'Taking the way back', { requestId });
      const active = actives.add(runId, 'working');
      work(runId, () => undoRun(tools, active));
    },
    settleAbandoned: () => settleAbandoned(tools, lookLater),
    close: async () => {
      closing.abort(new Error('Sitrep ends'));
      actives.abortAll('Sitrep ends');
      await actives.allDone();
    },
  };
}

function checkTyped(how: string, typed: string | null, names: readonly string[]): void {
  if (how !== 'type' || (typed !== null && names.includes(typed.trim()))) return;
  throw new RequestError('INVALID', 'This needs the name of the host, typed', `Type ${names.at(-1) ?? ''}.`);
}
