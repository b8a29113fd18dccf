import { createMonitor } from '#core/monitor/createMonitor.ts';
import type { Monitor } from '#core/monitor/monitor.ts';
import type { GatewayAnswer } from '#core/monitor/observer/observerWatch.ts';
import type { Alert } from '#shared/alert/alert.ts';
import type { AlertChange } from '#shared/alert/alertChange.ts';
import type { CheckDefinition } from '#shared/check/checkDefinition.ts';
import type { Host, LabFile, Service } from '#shared/lab/labFile.ts';
import { createFakeClock, type FakeClock } from '#tests/support/fakeClock.ts';
import { scriptedSession, type ScriptAnswer, type ScriptedSession } from '#tests/support/scriptedSession.ts';

/** A monitor on fake time over hosts on paper. */
export type MonitorBench = {
  readonly clock: FakeClock;
  readonly monitor: Monitor;
  readonly said: AlertChange[];
  readonly session: (hostId: string) => ScriptedSession;
  gateway: GatewayAnswer;
  readonly suspend: () => void;
  readonly resume: () => void;
};

export function monitorBench(
  options: {
    readonly openAlerts?: readonly Alert[];
    readonly variables?: Record<string, string>;
    readonly gateway?: GatewayAnswer;
  } = {},
): MonitorBench {
  const clock = createFakeClock();
  const sessions = new Map<string, ScriptedSession>();
  const suspends = new Set<() => void>();
  const resumes = new Set<() => void>();
  const said: AlertChange[] = [];
  const session = (hostId: string): ScriptedSession => {
    const found = sessions.get(hostId) ?? scriptedSession(hostId, clock);
    sessions.set(hostId, found);
    return found;
  };
  let ids = 0;
  const quiet = (): void => undefined;
  const bench: { gateway: GatewayAnswer } = { gateway: options.gateway ?? { kind: 'healthy' } };
  const monitor = createMonitor({
    sessions: { of: (host) => session(host.id) },
    clock,
    logger: { debug: quiet, info: quiet, warn: quiet, error: (message, fields) => console.error(message, fields) },
    power: {
      onSuspend: (listener) => (suspends.add(listener), () => suspends.delete(listener)),
      onResume: (listener) => (resumes.add(listener), () => resumes.delete(listener)),
      onNetworkChange: () => quiet,
    },
    gateway: () => Promise.resolve(bench.gateway),
    variablesOf: (service) => ({ ...options.variables, ...service.variables }),
    report: (change) => said.push(change),
    openAlerts: () => options.openAlerts ?? [],
    newId: () => `alert-${++ids}`,
    push: 'off',
    random: () => 0.5,
  });
  return Object.assign(bench, {
    clock,
    monitor,
    said,
    session,
    suspend: () => suspends.forEach((listener) => listener()),
    resume: () => resumes.forEach((listener) => listener()),
  });
}

export function host(id: string, checks: readonly CheckDefinition[], more: Partial<Host> = {}): Host {
  return { id, access: { transport: 'ssh2', alias: id }, checks: [...checks], ...more };
}

export function service(
  id: string,
  hostId: string,
  checks: readonly CheckDefinition[],
  more: Partial<Service> = {},
): Service {
  return { id, host: hostId, variables: {}, checks: [...checks], ...more };
}

export function lab(hosts: readonly Host[], services: readonly Service[] = []): LabFile {
  return { version: 1, hosts: [...hosts], services: [...services], contacts: [], settings: {} };
}

/** The answer of `systemctl show` for units in these states. */
export function units(states: Readonly<Record<string, 'active' | 'inactive' | 'failed' | 'restarting'>>): ScriptAnswer {
  const lines = Object.entries(states).map(([name, state]) => {
    const shown = {
      active: 'active/running',
      inactive: 'inactive/dead',
      failed: 'failed/failed',
      restarting: 'activating/auto-restart',
    }[state];
    const [active, sub] = shown.split('/');
    const result = state === 'failed' ? 'exit-code' : 'success';
    return `Id=${name}.service\nNames=${name}.service\nLoadState=loaded\nActiveState=${active}\nSubState=${sub}\nResult=${result}\nType=simple\nExecMainCode=1\nExecMainStatus=${state === 'failed' ? 1 : 0}\n`;
  });
  return { stdout: lines.join('\n') };
}

/** A short form of what was said: `raised reachable critical`, `recovered reachable`. */
export function words(changes: readonly AlertChange[]): readonly string[] {
  const checkOf = new Map<string, string>();
  return changes.map((change) => {
    if (change.kind !== 'raised') return `${change.kind} ${checkOf.get(change.alertId) ?? change.alertId}`;
    const { id, source, outcome } = change.alert;
    const name = source.kind === 'check' ? source.checkId : source.kind;
    checkOf.set(id, name);
    return `raised ${name} ${outcome}`;
  });
}
