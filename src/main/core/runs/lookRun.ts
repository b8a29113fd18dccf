import { describeEnd, isSuccess } from '#shared/run/describeEnd.ts';
import { findingsFrom } from '#shared/run/findingsFrom.ts';
import { failedSteps, genericFindings } from '#shared/run/genericFindings.ts';
import type { Finding, Run, RunOutcome } from '#shared/run/run.ts';
import type { StepOutput } from '#shared/run/stepOutput.ts';
import { evidenceFindings } from './evidence.ts';
import type { RunDesk } from './runDesk.ts';

/** Findings with their ids each once; what the runbook says of a thing stands before what is generally known of it. */
function distinct(findings: readonly Finding[]): Finding[] {
  const byId = new Map<string, Finding>();
  for (const finding of findings) if (!byId.has(finding.id)) byId.set(finding.id, finding);
  return [...byId.values()];
}

/** The unit whose evidence a run gathers, from its own commands, so that old runs read the same. */
const unitOfEvidence = (run: Run): string | null =>
  /^systemctl show .* -- (?:'([^']+)'|(\S+))$/
    .exec(run.plan.steps[0]?.command ?? '')
    ?.slice(1)
    .find(Boolean) ?? null;

/** What the outputs of a run establish: by the rules of its runbook, and by what any program's words mean. */
export function findingsOf(desk: RunDesk, run: Run, outputs: readonly StepOutput[]): Finding[] {
  const runbook = desk.runbookOf(run);
  const actions = runbook?.actions ?? [];
  if (run.subject.kind === 'evidence') return distinct(evidenceFindings(unitOfEvidence(run), outputs, actions));
  const ruled = findingsFrom(runbook?.findings ?? [], run.subject.actionId, outputs);
  return distinct([...ruled, ...genericFindings(outputs, actions), ...failedSteps(outputs)]);
}

/** How a run that only looks ended: it did its work when the host could be asked, whatever the answers were. */
export function lookOutcome(outputs: readonly StepOutput[], planned: number, findings: readonly Finding[]): RunOutcome {
  const last = outputs.at(-1);
  if (last !== undefined && last.end.kind !== 'exited' && outputs.length < planned)
    return {
      kind: 'failed',
      text: `Only ${String(outputs.length - 1)} of ${String(planned)} commands were answered: ${describeEnd(last.end)}`,
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
