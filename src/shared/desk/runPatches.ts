import type { Finding, Run } from '../run/run.ts';
import { type DeskPatch, rowOf } from './deskPatch.ts';
import type { DeskState } from './deskState.ts';
import type { JournalEvent } from './journalEvent.ts';

/** What an event says of runs; a run that is not known is left alone. */
export function runPatches(state: DeskState, event: JournalEvent): readonly DeskPatch[] {
  if (event.type === 'run.planned') {
    const { runId } = event.data;
    return rowOf(state.runs, runId) ? [] : [{ kind: 'put', table: 'runs', id: runId, row: plannedRun(event) }];
  }
  if (!event.type.startsWith('run.') || !('runId' in event.data)) return [];
  const id = event.data.runId;
  const run = rowOf(state.runs, id);
  if (run === undefined) return [];
  const row = nextRun(run, event);
  return row === run ? [] : [{ kind: 'put', table: 'runs', id, row }];
}

function plannedRun(event: JournalEvent & { type: 'run.planned' }): Run {
  const { runId, incidentId, hostId, serviceId, subject, plan } = event.data;
  return {
    id: runId,
    incidentId,
    hostId,
    serviceId,
    subject,
    plan,
    stage: 'planned',
    preflight: [],
    wayBack: plan.wayBack,
    stepEnds: [],
    findings: [],
    outcome: null,
    startedAt: event.occurredAt,
    endedAt: null,
    cancelRequested: false,
    undoneAt: null,
  };
}

function nextRun(run: Run, event: JournalEvent): Run {
  switch (event.type) {
    case 'run.preflighted':
      return { ...run, preflight: event.data.items };
    case 'run.stageEntered':
      return { ...run, stage: event.data.stage };
    case 'run.captured':
      return { ...run, wayBack: event.data.wayBack };
    case 'run.stepEnded':
      return { ...run, stepEnds: [...run.stepEnds, event.data.step] };
    case 'run.found':
      return { ...run, findings: withNewer(run.findings, event.data.findings) };
    case 'run.cancelRequested':
      return { ...run, cancelRequested: true };
    case 'run.ended':
      return { ...run, stage: 'ended', outcome: event.data.outcome, endedAt: event.occurredAt };
    case 'run.undone':
      return {
        ...run,
        stage: 'ended',
        undoneAt: event.data.outcome.kind === 'succeeded' ? event.occurredAt : run.undoneAt,
      };
    default:
      return run;
  }
}

/** A finding told again replaces the earlier one of its id. */
function withNewer(known: readonly Finding[], newer: readonly Finding[]): readonly Finding[] {
  const told = new Set(newer.map((finding) => finding.id));
  return [...known.filter((finding) => !told.has(finding.id)), ...newer];
}
