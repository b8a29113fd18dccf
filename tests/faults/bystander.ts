import { rm } from 'node:fs/promises';
import { createMonitor } from '#core/monitor/createMonitor.ts';
import { systemClock } from '#core/ports/systemClock.ts';
import type { HostSession } from '#core/ssh/hostSession.ts';
import type { AlertChange } from '#shared/alert/alertChange.ts';
import type { ConnectionState } from '#shared/host/connection.ts';
import type { Host } from '#shared/lab/labFile.ts';
import { openDesk, reach } from '#tests/core/ssh/desk.ts';
import type { LabHost } from '#tests/lab/lab.ts';

/** Sitrep as it runs over one host of the lab: a session and a monitor, and a note of all they say, with its time. */
export type Bystander = {
  readonly session: HostSession;
  /** Another session with the same host, not connected yet; the host's key is known. */
  readonly openAnother: () => HostSession;
  readonly states: readonly { readonly state: ConnectionState; readonly atMs: number }[];
  readonly alerts: readonly { readonly change: AlertChange; readonly atMs: number }[];
  readonly close: () => Promise<void>;
};

const quiet = (): void => undefined;

/** What a person writes who wants to know soon; without it Sitrep has the patience that it usually has. */
const impatient = '\n  ConnectTimeout 5\n  ServerAliveInterval 3\n  ServerAliveCountMax 2';

/** Connects to the host and watches that it is reachable and has room on its disk. */
export async function openBystander(machine: LabHost, isPatient = false): Promise<Bystander> {
  const desk = await openDesk();
  await desk.configure(
    `Host lab\n  HostName ${machine.address}\n  User ${machine.user}\n  IdentityFile ${machine.keyFile}\n  IdentitiesOnly yes${isPatient ? '' : impatient}`,
  );
  const host: Host = {
    ...desk.host('lab'),
    checks: [
      { id: 'reachable', kind: 'reachable', interval: 5 },
      { id: 'disk', kind: 'disk', path: '/', interval: 5 },
    ],
  };
  const states: { state: ConnectionState; atMs: number }[] = [];
  const alerts: { change: AlertChange; atMs: number }[] = [];
  const session = desk.sessions.of(host);
  session.onState((state) => states.push({ state, atMs: performance.now() }));
  const reached = await reach(session);
  if (reached.kind !== 'connected') throw new Error(`the lab host is not there: ${JSON.stringify(reached)}`);
  let ids = 0;
  const monitor = createMonitor({
    sessions: desk.sessions,
    clock: systemClock(),
    logger: { debug: quiet, info: quiet, warn: quiet, error: console.error },
    power: { onSuspend: () => quiet, onResume: () => quiet, onNetworkChange: () => quiet },
    gateway: () => Promise.resolve({ kind: 'healthy' }),
    variablesOf: () => ({}),
    report: (change) => void alerts.push({ change, atMs: performance.now() }),
    openAlerts: () => [],
    newId: () => `alert-${++ids}`,
  });
  monitor.applyLab({ version: 1, hosts: [host], services: [], contacts: [], settings: {} });
  return {
    session,
    openAnother: () => desk.sessions.of(desk.host('another', { alias: 'lab' })),
    states,
    alerts,
    close: async () => {
      await monitor.close();
      await desk.sessions.close();
      await rm(desk.folder, { recursive: true, force: true });
    },
  };
}
