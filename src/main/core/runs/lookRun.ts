import { outputFindings } from '#shared/diagnosis/outputFindings.ts';
import { filledActions } from '#shared/diagnosis/filledActions.ts';
import { type ReadingAction, readingActions } from '#shared/diagnosis/readingActions.ts';
import { foldRepeats } from '#shared/incident/foldRepeats.ts';
import { describeEnd, isSuccess } from '#shared/run/describeEnd.ts';
import { failedSteps } from '#shared/run/failedSteps.ts';
import { findingsFrom } from '#shared/run/findingsFrom.ts';
import type { Finding, Run, RunOutcome } from '#shared/run/run.ts';
import type { FindingRule, RunbookAction } from '#shared/runbook/runbook.ts';
import type { StepOutput } from '#shared/run/stepOutput.ts';
import { type Look, logReader, probeFindings } from './evidence.ts';
import type { RunContext } from './runContext.ts';
import type { LookOutputs } from './performLooks.ts';
import type { RunDesk } from './runDesk.ts';

/** Findings with their ids each once; what the runbook says of a thing stands before what is generally known of it. */
function distinct(findings: readonly Finding[]): Finding[] {
  const byId = new Map<string, Finding>();
  for (const finding of findings) if (!byId.has(finding.id)) byId.set(finding.id, finding);
  return [...byId.values()];
}

/** What outputs are judged by, beside themselves: the same for all outputs of a run. */
type Measure = {
  readonly context: RunContext;
  readonly actions: readonly RunbookAction[];
  readonly looked: readonly ReadingAction[];
};

function measureOf(desk: RunDesk, run: Run): Measure {
  const context = desk.contextOf(run);
  const runbook = context.runbook ?? desk.runbookOf(run);
  if (runbook === null) return { context, actions: [], looked: [] };
  const { values } = context;
  return { context, actions: filledActions(runbook, values), looked: readingActions(runbook, values) };
}

/** What the outputs of a run establish: by the rules of its runbook, and by what any program's words mean. */
export const findingsOf = (desk: RunDesk, run: Run, outputs: LookOutputs): Finding[] => judgeOf(desk, run)(outputs);

/** The same as a function of the outputs, for one who asks with each that comes in. */
export function judgeOf(desk: RunDesk, run: Run): (outputs: LookOutputs) => Finding[] {
  const measure = measureOf(desk, run);
  const { subject } = run;
  if (subject.kind === 'action')
    return (outputs) => actionFindings(measure, desk.runbookOf(run)?.findings ?? [], subject.actionId, outputs);
  return (outputs) => {
    const look = {
      steps: run.plan.steps,
      outputs,
      askedAt: run.startedAt,
      patterns: subject.kind === 'diagnosis' ? (measure.context.runbook?.issuePatterns ?? []) : [],
    };
    const own = probeFindings(measure.context, measure.actions, look);
    if (subject.kind !== 'diagnosis') return distinct(own);
    const said = measure.context.subject.unit === null ? wordFindings(measure, look) : [];
    const seen = [...said, ...own];
    const { known, rest } = foldRepeats(seen, ruledFindings(measure, look, seen));
    return distinct([...known, ...rest]);
  };
}

function actionFindings(
  { actions, context }: Measure,
  rules: readonly FindingRule[],
  actionId: string,
  outputs: LookOutputs,
): Finding[] {
  const said = [...outputs.values()];
  const ruled = findingsFrom(rules, actionId, said);
  return distinct([...ruled, ...outputFindings(said, actions, context.subject.unit), ...failedSteps(said)]);
}

/** Without a unit whose journal Sitrep reads itself, the logs that the runbook reads hold the words of the service. */
function wordFindings({ looked, actions }: Measure, { steps, outputs }: Look): readonly Finding[] {
  const titles = new Set(looked.flatMap((one) => one.steps.map(({ title }) => title)));
  const own = [...outputs].flatMap(([index, output]) => (titles.has(steps[index]?.title ?? '') ? [output] : []));
  return outputFindings(own, actions, null);
}

/** What the runbook's rules say to its diagnostics in a diagnosis; logs were read by Sitrep itself, and by time. */
function ruledFindings({ context, looked }: Measure, look: Look, own: readonly Finding[]): readonly Finding[] {
  const done = new Set(looked.map(({ action }) => action.id));
  const [first] = own;
  const isExplained = first?.severity === 'critical' && !/^(?:unit$|restart-loop|answer:)/.test(first.id);
  const byTitle = new Map(look.steps.map(({ title }, index) => [title, look.outputs.get(index)]));
  return looked.flatMap(({ action, steps }) => {
    const isLog = steps.some(({ command }) => /\b(?:journalctl|tail|logs)\b/.test(command));
    if (isLog && isExplained) return [];
    const all = steps.flatMap(({ title }) => byTitle.get(title) ?? []);
    if (all.length === 0) return [];
    const readLog = isLog ? logReader(context, look) : (text: string) => text;
    const said = all.map((one) => ({ ...one, stdout: readLog(one.stdout) }));
    return findingsFrom(context.runbook?.findings ?? [], action.id, said).map((finding) => ({
      ...finding,
      suggests: isExplained ? [] : finding.suggests.filter(({ actionId }) => !done.has(actionId)),
    }));
  });
}

/** How a run that only looks ended: it did its work when the host could be asked, whatever the answers were. */
export function lookOutcome(outputs: readonly StepOutput[], planned: number, findings: readonly Finding[]): RunOutcome {
  const answered = outputs.filter(({ end }) => end.kind === 'exited' || end.kind === 'timedOut');
  const lost = outputs.find(({ end }) => end.kind !== 'exited' && end.kind !== 'timedOut' && end.kind !== 'signalled');
  if (lost !== undefined && outputs.length < planned)
    return {
      kind: 'failed',
      text: `Only ${String(answered.length)} of ${String(planned)} commands were answered: ${describeEnd(lost.end)}`,
    };
  const bad = findings.filter((finding) => finding.severity === 'critical' || finding.severity === 'warning').length;
  const commands = `${String(planned)} ${planned === 1 ? 'command' : 'commands'}`;
  const failed = outputs.filter((output) => !isSuccess(output.end)).length;
  const how = failed > 0 ? `, ${String(failed)} without success` : '';
  return {
    kind: 'succeeded',
    text: `${commands}${how}, ${bad === 0 ? 'nothing conspicuous' : `${String(bad)} ${bad === 1 ? 'finding' : 'findings'}`}`,
  };
}
