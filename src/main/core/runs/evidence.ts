import { diagnose } from '#shared/diagnosis/diagnose.ts';
import { diagnosisProbes, evidenceProbes } from '#shared/diagnosis/probes/probes.ts';
import { linesSince } from '#shared/diagnosis/read/logLines.ts';
import { sceneOf } from '#shared/diagnosis/read/scene.ts';
import { readingActions } from '#shared/diagnosis/readingActions.ts';
import type { Finding, PlannedStep, RunPlan } from '#shared/run/run.ts';
import type { IssuePattern, RunbookAction } from '#shared/runbook/runbook.ts';
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

/** The looks of a run, as far as they were answered, and the issue patterns that are decided by them. */
export type Look = {
  readonly steps: readonly PlannedStep[];
  readonly outputs: LookOutputs;
  readonly askedAt: number;
  readonly patterns: readonly IssuePattern[];
};

/** What a diagnosis is told from: who is looked at, and what was said, by the titles of the steps. */
const sceneInput = ({ subject, startedAt }: RunContext, look: Look) => ({
  subject,
  outputs: [...look.outputs].flatMap(([index, output]) => {
    const step = look.steps[index];
    return step === undefined ? [] : [{ title: step.title, output }];
  }),
  incidentStartedAt: startedAt,
  askedAt: look.askedAt,
});

/** Logs without the lines that are older than the outage, and without those on a port of this host that is another's. */
export function logReader(context: RunContext, look: Look): (text: string) => string {
  const { since, zone } = sceneOf(sceneInput(context, look));
  const { ports } = context.subject;
  const isOthers = (line: string): boolean => {
    const port = /upstream: "\w+:\/\/(?:127\.[\d.]+|localhost|\[::1\]):(\d+)/.exec(line)?.[1];
    return port !== undefined && ports.length > 0 && !ports.includes(Number(port));
  };
  return (text) =>
    linesSince(text, since, zone)
      .split('\n')
      .filter((line) => !isOthers(line))
      .join('\n');
}

/** What the outputs of Sitrep's own probes establish; told by the titles of the steps. */
export const probeFindings = (context: RunContext, actions: readonly RunbookAction[], look: Look): readonly Finding[] =>
  diagnose({ ...sceneInput(context, look), actions, patterns: look.patterns });
