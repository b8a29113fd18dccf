import type { Actor, JournalEntry } from '#shared/desk/journalEvent.ts';
import { isUnclear, lastRunOf } from '#shared/incident/offeredRemedy.ts';
import { checkTargets } from '#shared/lab/targets.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import { dayMs } from '#shared/time/instant.ts';
import { isWayBackOver } from '#shared/run/isWayBackOver.ts';
import type { Run, RunOutcome, RunStage } from '#shared/run/run.ts';
import type { Runbook, RunbookAction } from '#shared/runbook/runbook.ts';
import { contextOf } from './runContext.ts';
import type { Remedy, RemedyOrder, Seen } from './remedies/remedy.ts';
import { remedyNamed } from './remedies/remedies.ts';
import { redactedEntry } from './redactedEntry.ts';
import type { RunParts } from './runParts.ts';

/** How long quarantined files, copies and refs are kept. */
const keptMs = 7 * dayMs;

/** What the journal knows of runs, and the words in which it is told more. */
export type RunDesk = ReturnType<typeof createRunDesk>;

export function createRunDesk(parts: RunParts) {
  const { journal, clock, runbooks } = parts;
  const record = (entries: readonly JournalEntry[], requestId: string | null = null, actor: Actor = 'sitrep') =>
    journal.append(
      entries.map((entry) => redactedEntry(entry, parts.secrets?.() ?? [])),
      { actor, requestId },
    );

  const runOf = (runId: string): Run => {
    const run = journal.state().runs[runId];
    if (run === undefined) throw new RequestError('NOT_FOUND', `There is no run ${runId}`, 'Go back to the incident.');
    return run;
  };
  const runbookOf = (run: Run): Runbook | null => {
    const { subject, incidentId } = run;
    const incident = incidentId === null ? undefined : journal.state().incidents[incidentId];
    const hash = subject.kind === 'action' ? subject.runbookHash : incident?.runbookHash;
    return hash === undefined ? null : (runbooks.byHash(hash)?.runbook ?? null);
  };
  const actionOf = (run: Run): RunbookAction | null => {
    const { subject } = run;
    if (subject.kind !== 'action') return null;
    return runbookOf(run)?.actions.find((action) => action.id === subject.actionId) ?? null;
  };
  const orderOf = (run: Run): RemedyOrder => ({
    runId: run.id,
    options: run.plan.remedy?.options ?? {},
    steps: run.plan.steps,
    timeoutMs: run.plan.steps[0]?.timeoutMs ?? 120_000,
    keepUntilAt: (run.plan.wayBack.kind === 'kept' ? run.plan.wayBack.untilAt : null) ?? run.startedAt + keptMs,
    nowAt: clock.now(),
  });
  const remedyOf = (run: Run): Remedy | null =>
    run.plan.remedy === undefined ? null : remedyNamed(run.plan.remedy.kind);
  const handleOf = (run: Run): Seen => (run.wayBack.kind === 'kept' ? (run.wayBack.handle ?? {}) : {});
  const hostName = (hostId: string): string => parts.lab().hosts.find((host) => host.id === hostId)?.name ?? hostId;

  /** The checks that a change of this run may disturb: what it proves, and all of its service. */
  const disturbedChecks = (run: Run): readonly string[] => {
    const ofService = checkTargets(parts.lab()).filter(
      (one) => one.hostId === run.hostId && one.serviceId === run.serviceId,
    );
    const own = run.serviceId === null ? [] : ofService.map((target) => target.check.id);
    return [...new Set([...(run.plan.verification?.checkIds ?? []), ...own])];
  };

  return {
    record,
    runOf,
    runbookOf,
    actionOf,
    orderOf,
    remedyOf,
    handleOf,
    hostName,
    contextOf: (run: Run) => contextOf(parts, run, runbookOf(run)),
    disturbedChecks,
    /** Until when a run that is planned now keeps its way back. */
    keepUntilAt: () => clock.now() + keptMs,
    /** Whether what a run kept may be thrown away by now. */
    isWayBackOver: (run: Run) => isWayBackOver(run.wayBack, clock.now()),
    enter: (runId: string, stage: RunStage, text: string, by: { requestId: string } | null = null) =>
      record(
        [{ type: 'run.stageEntered', data: { runId, stage, text } }],
        by?.requestId ?? null,
        by === null ? 'sitrep' : 'person',
      ),
    /** Ends a run that nobody carries on: its undoing, where that was under way. */
    abandon: (run: Run, outcome: RunOutcome) =>
      record([
        run.stage === 'undoing'
          ? { type: 'run.undone', data: { runId: run.id, outcome } }
          : { type: 'run.ended', data: { runId: run.id, outcome } },
      ]),
    end: (runId: string, outcome: RunOutcome) => record([{ type: 'run.ended', data: { runId, outcome } }]),
    /** Whether the run before this one, of the same action for the same incident, ended with nobody knowing how. */
    isAfterUnclear: (run: Run): boolean => {
      const incident = journal.state().incidents[run.incidentId ?? ''];
      if (incident === undefined || run.subject.kind !== 'action') return false;
      const others = Object.values(journal.state().runs).filter(({ id }) => id !== run.id);
      return isUnclear(lastRunOf(incident, others, run.subject.actionId));
    },
    runs: () => Object.values(journal.state().runs),
  };
}
