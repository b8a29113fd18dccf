import { diagnose } from '#shared/diagnosis/diagnose.ts';
import { filledActions } from '#shared/diagnosis/filledActions.ts';
import { diagnosisProbes, evidenceProbes } from '#shared/diagnosis/probes/probes.ts';
import { readingActions } from '#shared/diagnosis/readingActions.ts';
import type { Finding, PlannedStep, RunPlan } from '#shared/run/run.ts';
import { noResource } from '#shared/run/resources.ts';
import { quote } from '../ssh/channel/quote.ts';
import type { LookOutputs } from './performLooks.ts';
import type { RunContext } from './runContext.ts';

const timeoutMs = 15_000;

/** The properties of a unit that preflights look at. */
export const unitProperties =
  'Id,LoadState,ActiveState,SubState,Result,ExecMainStatus,NRestarts,UnitFileState,FragmentPath,RequiredBy,BoundBy,ConsistsOf,TriggeredBy';

function lookPlan(title: string, steps: readonly PlannedStep[]): RunPlan {
  return {
    title,
    effect: 'reads',
    consent: 'none',
    steps: [...steps],
    verification: null,
    resource: noResource,
    wayBack: { kind: 'none', why: 'It only looks.' },
  };
}

/** What is looked at by itself when an incident opens: its unit, where one is known, and the host. */
export function evidencePlan({ subject }: RunContext): RunPlan {
  const probes = evidenceProbes(subject, quote);
  return lookPlan(
    'Evidence',
    probes.map(({ title, command }): PlannedStep => ({ title, command, cwd: null, timeoutMs })),
  );
}

/** All that fits an incident at once: what Sitrep knows to look at, then what the runbook says that only reads. */
export function diagnosisPlan({ subject, runbook, values }: RunContext): RunPlan {
  const probes = diagnosisProbes(subject, quote);
  const own = runbook === null ? [] : readingActions(runbook, values);
  const known = new Set(probes.map(({ command }) => command));
  return lookPlan('Diagnosis', [
    ...probes.map(({ title, command }): PlannedStep => ({ title, command, cwd: null, timeoutMs })),
    ...own.flatMap(({ steps }) => steps).filter(({ command }) => !known.has(command)),
  ]);
}

/** What the outputs of Sitrep's own probes establish; told by the titles of the steps. */
export function probeFindings(
  context: RunContext,
  look: {
    readonly steps: readonly PlannedStep[];
    readonly outputs: LookOutputs;
    readonly askedAt: number;
    readonly isWhole: boolean;
  },
): readonly Finding[] {
  const { runbook, values, subject, startedAt } = context;
  return diagnose({
    subject,
    outputs: [...look.outputs].flatMap(([index, output]) => {
      const step = look.steps[index];
      return step === undefined ? [] : [{ title: step.title, output }];
    }),
    incidentStartedAt: startedAt,
    askedAt: look.askedAt,
    actions: runbook === null ? [] : filledActions(runbook, values),
    patterns: look.isWhole ? (runbook?.issuePatterns ?? []) : [],
  });
}
