import type { Run, RunStage } from '#shared/run/run.ts';

export type StageView = {
  readonly name: 'plan' | 'preflight' | 'consent' | 'capture' | 'execute' | 'verify';
  readonly state: 'done' | 'now' | 'failed' | 'later';
};

const names = ['plan', 'preflight', 'consent', 'capture', 'execute', 'verify'] as const;
const indexOfStage: Readonly<Record<Exclude<RunStage, 'ended'>, number>> = {
  awaitingFolder: 0,
  planned: 1,
  awaitingConsent: 2,
  capturing: 3,
  executing: 4,
  verifying: 5,
  undoing: 5,
};

/** Where a run stands on the line of six steps; an ended one shows how far it came. */
export function runStages(run: Run): readonly StageView[] {
  const succeeded = run.outcome?.kind === 'succeeded';
  const at = run.stage === 'ended' ? reached(run) : indexOfStage[run.stage];
  return names.map((name, index) => {
    if (succeeded || index < at) return { name, state: 'done' };
    if (index > at) return { name, state: 'later' };
    return { name, state: run.stage === 'ended' ? 'failed' : 'now' };
  });
}

/** The journal keeps no stage of an ended run, so it is told from what the run left behind. */
function reached(run: Run): number {
  if (run.outcome?.kind === 'refused') return 1;
  if (run.stepEnds.length === 0) return run.outcome?.kind === 'cancelled' ? 2 : 4;
  const allWell =
    run.stepEnds.length === run.plan.steps.length &&
    run.stepEnds.every(({ end }) => end.kind === 'exited' && end.code === 0);
  return allWell ? 5 : 4;
}
