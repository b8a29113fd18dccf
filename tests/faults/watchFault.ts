import { within } from '#tests/support/until.ts';
import type { Figure } from '#tests/bench/figures.ts';
import type { LabHost } from '#tests/lab/lab.ts';
import { openBystander, type Bystander } from './bystander.ts';
import type { Fault, Report } from './fault.ts';
import { keepCalling, type CallsSeen } from './pendingCalls.ts';

/** One row of the table, and the figures it stands for. */
export type FaultSeen = {
  readonly row: Readonly<Record<string, string | number>>;
  readonly figures: readonly Figure[];
};

const raisedMs = 40_000;

/** Makes the fault happen to a host that is being watched, and tells what was reported of it, and when. */
export async function watchFault(fault: Fault, host: LabHost): Promise<FaultSeen> {
  const bystander = await openBystander(host, fault.isPatient === true);
  try {
    const sinceMs = performance.now();
    const injected = fault.inject(host, bystander);
    const calls = keepCalling(bystander.session);
    const report = await within(fault.boundMs + 10_000, () => fault.reported(bystander, sinceMs));
    await injected;
    const raised = fault.alert === null ? null : await within(raisedMs, () => alertOf(bystander, fault.alert));
    const settled = await calls.stop();
    const healedAtMs = performance.now();
    await fault.heal(host);
    const returnMs = fault.returnsWithinMs;
    const back = returnMs === null ? null : await within(returnMs, () => isWell(bystander));
    return describe(fault, { sinceMs, report, raised, settled, healedAtMs, back, alerts: bystander.alerts });
  } finally {
    await bystander.close();
  }
}

type Seen = {
  readonly sinceMs: number;
  readonly report: Report | null;
  readonly raised: Report | null;
  readonly settled: CallsSeen;
  readonly healedAtMs: number;
  readonly back: Report | null;
  readonly alerts: Bystander['alerts'];
};

function describe(fault: Fault, seen: Seen): FaultSeen {
  const { report, settled, raised, back } = seen;
  const seconds = (report: Report | null, from: number): number =>
    report === null ? Number.NaN : Math.round((report.atMs - from) / 100) / 10;
  const reportedS = seconds(report, seen.sinceMs);
  const raisedNothing = !seen.alerts.some(({ change }) => change.kind === 'raised');
  const isAlertRight = fault.alert === null ? raisedNothing : raised !== null;
  const isBack = fault.returnsWithinMs === null || back !== null;
  const isRight = report?.kind === fault.expected && report.atMs - seen.sinceMs <= fault.boundMs;
  const monitorSaid = seen.alerts.map(({ change }) =>
    'text' in change ? change.text : change.kind === 'raised' ? change.alert.text : change.kind,
  );
  const row = {
    fault: fault.name,
    reported: report?.kind ?? 'nothing',
    'after s': reportedS,
    'bound s': fault.boundMs / 1000,
    text: report?.text ?? '',
    monitor: monitorSaid.join('; '),
    'alert after s': raised === null ? '' : seconds(raised, seen.sinceMs),
    'calls made': settled.made,
    'worst over deadline s': Math.round(settled.worstOverMs / 100) / 10,
    worst: settled.worst,
    'well again after s': back === null ? '' : seconds(back, seen.healedAtMs),
  };
  const figure = (name: string, value: number, unit: string, holds: boolean): Figure => ({
    id: `fault-${fault.id}-${name}`,
    value,
    unit,
    holds,
  });
  return {
    row,
    figures: [
      figure('reported-s', reportedS, 's', isRight && isAlertRight && isBack),
      figure('over-deadline-ms', Math.round(settled.worstOverMs), 'ms', settled.hold),
    ],
  };
}

function alertOf({ alerts }: Bystander, checkId: string | null): Report | null {
  for (const { change, atMs } of alerts) {
    if (change.kind !== 'raised') continue;
    const { source, text } = change.alert;
    if (source.kind === 'check' && source.checkId === checkId) return { kind: 'raised', text, atMs };
  }
  return null;
}

/** Connected, and everything that was raised has recovered. */
function isWell({ session, alerts }: Bystander): Report | null {
  const open = new Set<string>();
  for (const { change } of alerts) {
    if (change.kind === 'raised') open.add(change.alert.id);
    if (change.kind === 'recovered' || change.kind === 'retired') open.delete(change.alertId);
  }
  if (session.state().kind !== 'connected' || open.size > 0) return null;
  return { kind: 'well', text: '', atMs: performance.now() };
}
