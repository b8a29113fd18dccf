import { until } from '#tests/support/until.ts';
import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import { createIncidents } from '#core/incidents/createIncidents.ts';
import { createMonitor } from '#core/monitor/createMonitor.ts';
import type { Monitor } from '#core/monitor/monitor.ts';
import type { PushMode } from '#core/monitor/push/createUnitPush.ts';
import { createNotifications } from '#core/notifications/createNotifications.ts';
import { findResources } from '#core/ports/findResources.ts';
import type { Logger } from '#core/ports/ports.ts';
import { systemClock } from '#core/ports/systemClock.ts';
import { createRunbooks } from '#core/runbooks/createRunbooks.ts';
import { serviceRunbooks } from '#core/serviceRunbooks.ts';
import { openStorage } from '#core/storage/openStorage.ts';
import type { LabFile } from '#shared/lab/labFile.ts';
import { openSessions } from '../ssh/openSessions.ts';

/** Everything from the check to the notification, as the core wires it, with the push that is asked for. */
export type Watch = {
  readonly monitor: Monitor;
  /** Wall time at which people were first told of a service or host, by its id. */
  readonly toldAt: ReadonlyMap<string, number>;
  /** Hosts whose unit changes are pushed, and by what. */
  readonly pushes: ReadonlyMap<string, string>;
  readonly close: () => Promise<void>;
};

const quiet = (): void => undefined;

export async function openWatch(
  folder: string,
  lab: LabFile,
  options: { readonly sshFolder: string; readonly push: PushMode },
): Promise<Watch> {
  const own = await mkdtemp(path.join(folder, 'watch-'));
  const clock = systemClock();
  const pushes = new Map<string, string>();
  const logger: Logger = {
    debug: quiet,
    info: (message, fields) => {
      if (message === 'push') pushes.set(String(fields?.['host']), String(fields?.['via']));
    },
    warn: quiet,
    error: (message, fields) => console.error(message, fields),
  };
  const storage = openStorage({ dataFolder: path.join(own, 'data'), clock, logger });
  const { journal, documents } = storage;
  const { assetsFolder } = findResources(import.meta.dirname);
  const runbooks = createRunbooks({ labFolder: path.join(own, 'lab'), assetsFolder, documents, logger, clock });
  const shelf = serviceRunbooks(runbooks, () => lab);
  const incidents = createIncidents({
    journal,
    documents,
    clock,
    logger,
    lab: () => lab,
    runbookFor: shelf.runbookFor,
    runbookByHash: runbooks.byHash,
    collectEvidence: quiet,
    timeZone: 'UTC',
  });
  const toldAt = new Map<string, number>();
  const notifications = createNotifications({
    journal,
    notifier: {
      show: ({ incidentId, hostId }) => {
        const at = clock.now();
        const incident = incidentId === null ? undefined : journal.state().incidents[incidentId];
        const subject = incident?.serviceId ?? hostId ?? '';
        if (!toldAt.has(subject)) toldAt.set(subject, at);
      },
      withdraw: quiet,
      isNative: false,
    },
    clock,
    logger,
    preferences: () => ({ desktopNotifications: true }),
    acknowledge: incidents.acknowledge,
  });
  const sessions = openSessions(options.sshFolder);
  const monitor = createMonitor({
    sessions,
    clock,
    logger,
    power: { onSuspend: () => quiet, onResume: () => quiet, onNetworkChange: () => quiet },
    gateway: () => Promise.resolve({ kind: 'healthy' }),
    variablesOf: shelf.variablesOf,
    report: incidents.alertChanged,
    openAlerts: () => [],
    newId: randomUUID,
    push: options.push,
  });
  monitor.applyLab(lab);
  return {
    monitor,
    toldAt,
    pushes,
    close: async () => {
      await monitor.close();
      await sessions.close();
      notifications.close();
      incidents.close();
      runbooks.close();
      storage.close();
    },
  };
}

/** Waits until every check was seen to be ok, and every host that should push does. */
export async function untilWatched(watch: Watch, pushingHosts: readonly string[]): Promise<void> {
  await until(
    () => {
      const checks = watch.monitor.live().hosts.flatMap((host) => host.checks);
      return checks.length > 0 && checks.every(({ phase }) => phase.kind === 'ok');
    },
    'all checks to be ok',
    120_000,
  );
  await until(() => pushingHosts.every((host) => watch.pushes.has(host)), 'the push streams', 60_000);
}
