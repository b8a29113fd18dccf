import type { RunbookAction } from '../runbook/runbook.ts';
import { describeEnd } from './describeEnd.ts';
import { suggestionsFor } from './genericFindings.ts';
import { readUnit, unitText } from './readUnit.ts';
import type { Finding } from './run.ts';
import type { StepOutput } from './stepOutput.ts';

type Severity = Finding['severity'];
type Suggests = Finding['suggests'];

const finding = (id: string, severity: Severity, text: string, proof: string, suggests: Suggests = []): Finding => ({
  id,
  severity,
  text,
  proof: proof.slice(0, 4_000),
  suggests,
});

/** Why an output says nothing, as a finding; null where it does say something. */
function nothingSeen(id: string, what: string, { end, stderr }: StepOutput): Finding | null {
  if (end.kind === 'exited' && end.code === 0) return null;
  const why = end.kind === 'exited' && end.code === 127 ? 'the host has no such command' : describeEnd(end);
  return finding(id, 'unknown', `${what} not seen: ${why}`, stderr.trim());
}

/** The state of a unit, from `systemctl show`. */
export function unitFinding(unit: string, output: StepOutput, actions: readonly RunbookAction[]): readonly Finding[] {
  const state = readUnit(unit, output.stdout);
  if (state === null)
    return [nothingSeen('unit', `unit ${unit}`, output) ?? finding('unit', 'unknown', `unit ${unit} not seen`, '')];
  const isFine = state.active === 'active' && state.sub !== 'auto-restart';
  const isUp = isFine || (state.active === 'inactive' && state.result === 'success' && state.sub === 'exited');
  const reason = `the unit is ${unitText(state)}`;
  const suggests = isUp ? [] : suggestionsFor([['restart-unit', reason]], actions);
  const restarts = state.restarts > 0 ? `, restarted ${String(state.restarts)} times` : '';
  return [
    finding(
      'unit',
      isUp ? 'ok' : 'critical',
      `unit ${unit} ${unitText(state)}${restarts}`,
      output.stdout.trim(),
      suggests,
    ),
  ];
}

const skipped = /^(tmpfs|devtmpfs|udev|overlay|shm|none|efivarfs|squashfs|rootfs|\/dev\/loop)/;

type Mount = { readonly path: string; readonly percent: number; readonly line: string };

/** The lines of `df -P` that are disks, fullest first. */
export function readDisks(output: string): readonly Mount[] {
  const mounts = output.split('\n').flatMap((line): readonly Mount[] => {
    const match = /^(\S+)\s.*\s(\d+)%\s+(\/.*)$/.exec(line);
    if (match === null) return [];
    const path = match[3] ?? '';
    const isDisk = path === '/' || !skipped.test(match[1] ?? '');
    return isDisk ? [{ path, percent: Number(match[2]), line }] : [];
  });
  return mounts.toSorted((a, b) => b.percent - a.percent);
}

/** How full the disks are: the root always, others where they are nearly full. */
export function diskFindings(
  kind: 'disk' | 'inodes',
  output: StepOutput,
  actions: readonly RunbookAction[],
): readonly Finding[] {
  const disks = readDisks(output.stdout);
  if (disks.length === 0)
    return kind === 'disk'
      ? [nothingSeen('disk', 'disk', output) ?? finding('disk', 'unknown', 'disk not seen', output.stdout)]
      : [];
  const told = disks.filter(({ path, percent }) => percent >= 85 || (kind === 'disk' && path === '/'));
  return told.map(({ path, percent, line }) => {
    const severity = percent >= 95 ? 'critical' : percent >= 85 ? 'warning' : 'ok';
    const reason = `${path} is ${String(percent)} % full`;
    const suggests =
      severity === 'ok'
        ? []
        : suggestionsFor(
            [
              ['clear-temporary-data', reason],
              ['prune-repositories', reason],
            ],
            actions,
          );
    return finding(`${kind}:${path}`, severity, `${kind} ${path} ${String(percent)} %`, line, suggests);
  });
}

/** Memory in use, from `/proc/meminfo`. */
export function memoryFinding(output: StepOutput): readonly Finding[] {
  const value = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(output.stdout)?.[1] ?? Number.NaN);
  const [total, available] = [value('MemTotal'), value('MemAvailable')];
  if (!(total > 0) || Number.isNaN(available))
    return [nothingSeen('memory', 'memory', output) ?? finding('memory', 'unknown', 'memory not seen', '')];
  const percent = Math.round(((total - available) / total) * 100);
  const severity = percent >= 95 ? 'critical' : percent >= 88 ? 'warning' : 'ok';
  return [finding('memory', severity, `memory ${String(percent)} %`, output.stdout.split('\n').slice(0, 3).join('\n'))];
}

/** Uptime and load; a start shortly ago is worth knowing. */
export function uptimeFinding(output: StepOutput): readonly Finding[] {
  const [first = '', second = ''] = output.stdout.split('\n');
  const seconds = Number(first.split(' ')[0]);
  const load = Number(second.split(' ')[1]);
  if (first === '' || Number.isNaN(seconds) || Number.isNaN(load)) return [];
  const isFresh = seconds < 900;
  const text = isFresh ? `the host started ${String(Math.round(seconds / 60))} min ago` : `load ${String(load)}`;
  return [finding('uptime', isFresh ? 'warning' : 'info', text, output.stdout.trim())];
}
