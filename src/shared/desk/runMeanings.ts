import { findingsAfter } from '../run/findingsAfter.ts';
import type { Run } from '../run/run.ts';
import { type DeskPatch, type EventOf, type Meanings, rowOf } from './deskPatch.ts';
import type { DeskState } from './deskState.ts';

/** What events say of runs; a run that is not known is left alone. */
export const runMeanings = {
  'run.planned': (state, event) => {
    const id = event.data.runId;
    return rowOf(state.runs, id) ? [] : [{ kind: 'put', table: 'runs', id, row: plannedRun(event) }];
  },
  'run.folderNamed': (state, { data: { runId, plan } }) =>
    changed(state, runId, (run) => ({ ...run, plan, wayBack: plan.wayBack, stage: 'planned', preflight: [] })),
  'run.preflighted': (state, { data }) => changed(state, data.runId, (run) => ({ ...run, preflight: data.items })),
  'run.stageEntered': (state, { data }) => changed(state, data.runId, (run) => ({ ...run, stage: data.stage })),
  'run.captured': (state, { data }) => changed(state, data.runId, (run) => ({ ...run, wayBack: data.wayBack })),
  'run.stepEnded': (state, { data }) =>
    changed(state, data.runId, (run) => ({ ...run, stepEnds: [...run.stepEnds, data.step] })),
  'run.found': (state, { data }) =>
    changed(state, data.runId, (run) => ({ ...run, findings: findingsAfter(run.findings, data) })),
  'run.cancelRequested': (state, { data }) => changed(state, data.runId, (run) => ({ ...run, cancelRequested: true })),
  'run.ended': (state, { data, occurredAt }) =>
    changed(state, data.runId, (run) => ({ ...run, stage: 'ended', outcome: data.outcome, endedAt: occurredAt })),
  'run.undone': (state, { data, occurredAt }) =>
    changed(state, data.runId, (run) => ({
      ...run,
      stage: 'ended',
      undoneAt: data.outcome.kind === 'succeeded' ? occurredAt : run.undoneAt,
      undoOutcome: data.outcome,
    })),
} satisfies Meanings;

function changed(state: DeskState, id: string, change: (run: Run) => Run): readonly DeskPatch[] {
  const run = rowOf(state.runs, id);
  return run === undefined ? [] : [{ kind: 'put', table: 'runs', id, row: change(run) }];
}

function plannedRun({ data, occurredAt }: EventOf<'run.planned'>): Run {
  const { runId, ...planned } = data;
  return {
    ...planned,
    id: runId,
    stage: 'planned',
    preflight: [],
    wayBack: data.plan.wayBack,
    stepEnds: [],
    findings: [],
    outcome: null,
    startedAt: occurredAt,
    endedAt: null,
    cancelRequested: false,
    undoneAt: null,
  };
}
