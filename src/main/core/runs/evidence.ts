import {
  diskFindings,
  journalFindings,
  memoryFinding,
  unitFinding,
  uptimeFinding,
} from '#shared/run/evidenceFindings.ts';
import type { Finding, PlannedStep, RunPlan } from '#shared/run/run.ts';
import { noResource } from '#shared/run/resources.ts';
import type { StepOutput } from '#shared/run/stepOutput.ts';
import type { RunbookAction } from '#shared/runbook/runbook.ts';
import { quote } from '../ssh/channel/quote.ts';

const timeoutMs = 10_000;

type Probe = {
  readonly title: string;
  readonly command: string;
  readonly read: (output: StepOutput, actions: readonly RunbookAction[]) => readonly Finding[];
};

/** The properties of a unit that evidence and preflights look at. */
export const unitProperties =
  'Id,LoadState,ActiveState,SubState,Result,ExecMainStatus,NRestarts,UnitFileState,FragmentPath,RequiredBy,BoundBy,ConsistsOf';

function unitProbes(unit: string): readonly Probe[] {
  const name = quote(unit);
  return [
    {
      title: 'Unit state',
      command: `systemctl show --no-pager -p ${unitProperties} -- ${name}`,
      read: (output, actions) => unitFinding(unit, output, actions),
    },
    { title: 'Unit status', command: `systemctl status --no-pager --full --lines=20 -- ${name}`, read: () => [] },
    {
      title: 'Last journal lines',
      command: `journalctl --no-pager --quiet -o short-iso -n 50 -u ${name}`,
      read: (output, actions) => journalFindings(unit, output, actions),
    },
  ];
}

const hostProbes: readonly Probe[] = [
  { title: 'Disk space', command: 'LC_ALL=C df -P', read: (output, actions) => diskFindings('disk', output, actions) },
  { title: 'Inodes', command: 'LC_ALL=C df -P -i', read: (output, actions) => diskFindings('inodes', output, actions) },
  { title: 'Memory', command: 'cat /proc/meminfo', read: memoryFinding },
  { title: 'Uptime and load', command: 'cat /proc/uptime /proc/loadavg', read: uptimeFinding },
];

const probesOf = (unit: string | null) => [...(unit === null ? [] : unitProbes(unit)), ...hostProbes];

/** What is looked at by itself when an incident opens: its unit, where one is known, and the host. */
export function evidencePlan(unit: string | null): RunPlan {
  const steps = probesOf(unit).map(({ title, command }): PlannedStep => ({ title, command, cwd: null, timeoutMs }));
  return {
    title: 'Evidence',
    effect: 'reads',
    consent: 'none',
    steps,
    verification: null,
    resource: noResource,
    wayBack: { kind: 'none', why: 'It only looks.' },
  };
}

/** What the outputs of an evidence run establish; told by the commands, so that old runs read the same. */
export function evidenceFindings(
  unit: string | null,
  outputs: readonly StepOutput[],
  actions: readonly RunbookAction[],
): readonly Finding[] {
  const byCommand = new Map(outputs.map((output) => [output.command, output]));
  return probesOf(unit).flatMap((probe) => {
    const output = byCommand.get(probe.command);
    return output === undefined ? [] : probe.read(output, actions);
  });
}
