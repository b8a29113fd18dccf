import { outputFindings } from '#shared/diagnosis/outputFindings.ts';
import { filledActions } from '#shared/diagnosis/filledActions.ts';
import { readingActions } from '#shared/diagnosis/readingActions.ts';
import { foldRepeats } from '#shared/incident/foldRepeats.ts';
import { describeEnd, isSuccess } from '#shared/run/describeEnd.ts';
import { failedSteps } from '#shared/run/failedSteps.ts';
import { findingsFrom } from '#shared/run/findingsFrom.ts';
import type { Finding, Run, RunOutcome } from '#shared/run/run.ts';
import type { StepOutput } from '#shared/run/stepOutput.ts';
import { probeFindings } from './evidence.ts';
import type { RunContext } from './runContext.ts';
import type { LookOutputs } from './performLooks.ts';
import type { RunDesk } from './runDesk.ts';

/** Findings with their ids each once; what the runbook says of a thing stands before what is generally known of it. */
function distinct(findings: readonly Finding[]): Finding[] {
  const byId = new Map<string, Finding>();
  for (const finding of findings) if (!byId.has(finding.id)) byId.set(finding.id, finding);
  return [...byId.values()];
}

/** What the outputs of a run establish, all or those so far: by the rules of its runbook, and by what any program's words mean. */
export function findingsOf(desk: RunDesk, run: Run, outputs: LookOutputs): Finding[] {
  const { subject, plan } = run;
  const context = desk.contextOf(run);
  if (subject.kind !== 'action') {
    const look = { steps: plan.steps, outputs, askedAt: run.startedAt, isWhole: subject.kind === 'diagnosis' };
    const own = probeFindings(context, look);
    if (subject.kind !== 'diagnosis') return distinct(own);
    const said = context.subject.unit === null ? wordFindings(context, run, outputs) : [];
    const seen = [...said, ...own];
    const { known, rest } = foldRepeats(seen, ruledFindings(context, run, outputs, seen));
    return distinct([...known, ...rest]);
  }
  const runbook = desk.runbookOf(run);
  const actions = runbook === null ? [] : filledActions(runbook, context.values);
  const said = [...outputs.values()];
  const ruled = findingsFrom(runbook?.findings ?? [], subject.actionId, said);
  return distinct([...ruled, ...outputFindings(said, actions, context.subject.unit), ...failedSteps(said)]);
}

/** Without a unit whose journal Sitrep reads itself, the logs that the runbook reads hold the words of the service. */
function wordFindings({ runbook, values }: RunContext, run: Run, outputs: LookOutputs): readonly Finding[] {
  if (runbook === null) return [];
  const titles = new Set(readingActions(runbook, values).flatMap(({ steps }) => steps.map(({ title }) => title)));
  const own = [...outputs].flatMap(([index, output]) =>
    titles.has(run.plan.steps[index]?.title ?? '') ? [output] : [],
  );
  return outputFindings(own, filledActions(runbook, values), null);
}

/** What the runbook's rules say to its diagnostics in a diagnosis; logs were read by Sitrep itself, and by time. */
function ruledFindings(
  { runbook, values }: RunContext,
  run: Run,
  outputs: LookOutputs,
  own: readonly Finding[],
): readonly Finding[] {
  if (runbook === null) return [];
  const looked = readingActions(runbook, values);
  const done = new Set(looked.map(({ action }) => action.id));
  const [first] = own;
  const isExplained = first?.severity === 'critical' && !/^(?:unit$|restart-loop|answer:)/.test(first.id);
  const byTitle = new Map(run.plan.steps.map(({ title }, index) => [title, outputs.get(index)]));
  return looked.flatMap(({ action, steps }) => {
    const isLog = steps.some(({ command }) => /\b(?:journalctl|tail|logs)\b/.test(command));
    if (isLog && isExplained) return [];
    const said = steps.flatMap(({ title }) => byTitle.get(title) ?? []);
    return findingsFrom(runbook.findings, action.id, said).map((finding) => ({
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
