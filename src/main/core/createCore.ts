import { randomUUID } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { minuteMs } from '#shared/time/instant.ts';
import type { ShellView } from '#shared/rpc/contract.ts';
import { checkRhythm } from '#shared/check/checkRhythm.ts';
import { checkTargets } from '#shared/lab/targets.ts';
import { plannedMs } from '#shared/maintenance/plannedMs.ts';
import { mutingOf } from '#shared/silence/mutingOf.ts';
import { createAlertPolicy } from './alertPolicy/createAlertPolicy.ts';
import { isSeenNow } from './alertPolicy/isSeenNow.ts';
import { createTelling } from './createTelling.ts';
import { createDemoControl } from './demo/createDemoControl.ts';
import { createDemoLab } from './demo/createDemoLab.ts';
import { createDiagnosis } from './diagnosis/createDiagnosis.ts';
import { discoverHost } from './discovery/discoverHost.ts';
import { createHistory } from './history/createHistory.ts';
import { createIncidents } from './incidents/createIncidents.ts';
import { createLabFolder } from './labFolder/createLabFolder.ts';
import { keepSchemaFile } from './labFolder/schemaFile.ts';
import { createMessages } from './messages/createMessages.ts';
import { createMonitor } from './monitor/createMonitor.ts';
import { createGatewayProbe } from './monitor/observer/gatewayProbe.ts';
import { createNotifications } from './notifications/createNotifications.ts';
import type { Ports } from './ports/ports.ts';
import { rememberingVault } from './ports/rememberingVault.ts';
import { createPrompts } from './prompts/createPrompts.ts';
import { redactingLogger } from './redactingLogger.ts';
import type { Core, CoreOptions } from './rpc/core.ts';
import type { CoreServices } from './rpc/coreServices.ts';
import { createRouter } from './rpc/createRouter.ts';
import { createLabEdits } from './rpc/labEdits.ts';
import { createPreferences } from './rpc/preferences.ts';
import { createRunbooks } from './runbooks/createRunbooks.ts';
import { createRuns } from './runs/createRuns.ts';
import { sudoPasswordName } from './runs/sudo/sudoDoor.ts';
import { serviceRunbooks } from './serviceRunbooks.ts';
import { createSilences } from './silences/createSilences.ts';
import { createSessions } from './ssh/createSessions.ts';
import { openStorage } from './storage/openStorage.ts';
import { createTemplates } from './templates/createTemplates.ts';
import { windowSecrets } from './windowSecrets.ts';
import { withDemoLab } from './withDemoLab.ts';
import { withTemplates } from './withTemplates.ts';

/**
 * Builds the core out of its capabilities and starts it; the only place that knows them all. The shell owns the data
 * folder. Throws `StorageError` when the data folder cannot be used, and then nothing was left open.
 */
// Long, because it is the table of contents: one paragraph for each capability, in the order in which they need each other.
export async function createCore(given: Ports, options: CoreOptions): Promise<Core> {
  await using opening = new AsyncDisposableStack();
  const secrets = rememberingVault(given.vault);
  const ports = { ...given, vault: secrets.vault, logger: redactingLogger(given.logger, secrets.secrets) };
  const { clock, logger } = ports;
  const newId = (): string => randomUUID();

  const storage = openStorage({ dataFolder: ports.dataFolder, clock, logger });
  opening.defer(storage.close);
  const { journal, documents, transcripts } = storage;
  journal.append([{ type: 'core.started', data: { version: options.version } }], { actor: 'sitrep', requestId: null });

  const preferences = createPreferences(ports.preferences, logger);
  const prompts = createPrompts({ journal, clock });
  prompts.withdrawAll('Sitrep was started again');

  const demo = createDemoControl(() => createDemoLab({ clock, logger, assetsFolder: ports.assetsFolder }));
  opening.defer(demo.close);
  const runbooks = createRunbooks({
    labFolder: ports.labFolder,
    assetsFolder: ports.assetsFolder,
    documents,
    logger,
    clock,
  });
  opening.defer(runbooks.close);
  const shelf = serviceRunbooks(runbooks, () => labFolder.view().lab);
  const ownLabFolder = createLabFolder({ folder: ports.labFolder, clock, logger });
  opening.defer(ownLabFolder.close);
  keepSchemaFile({ folder: ports.labFolder, version: options.version, logger });
  const templates = createTemplates({ labFolder: ports.labFolder, assetsFolder: ports.assetsFolder, clock, logger });
  opening.defer(templates.close);
  const labFolder = withDemoLab(withTemplates(ownLabFolder, templates), demo, shelf.withRunbookChecks);
  const lab = () => labFolder.view().lab;

  const history = createHistory({
    database: storage.database,
    clock,
    logger,
    plannedMs: (subject, span) => plannedMs(subject, span, lab(), timeZone()),
  });
  opening.defer(history.close);

  const { sshFolder } = ports;
  const sessions = createSessions({
    clock,
    logger,
    prompts,
    vault: ports.vault,
    remember: secrets.remember,
    sshFolder: () => sshFolder ?? path.join(os.userInfo().homedir, '.ssh'),
    configFileFor: (host) => {
      const running = demo.running();
      const isDemo = running !== null && running.hosts.some(({ id }) => id === host.id);
      const folder = isDemo ? running.sshFolder : sshFolder;
      return folder === undefined ? null : path.join(folder, 'config');
    },
    environment: process.env,
  });
  opening.defer(sessions.close);

  const openAlerts = () => Object.values(journal.state().alerts).filter(({ ended }) => ended === null);
  const alertPolicy = createAlertPolicy({
    clock,
    mutingOf: (subject) => {
      const silences = Object.values(journal.state().silences);
      return mutingOf(subject, { lab: lab(), silences, at: clock.now(), observerZone: timeZone() });
    },
    openAlerts,
    isSeenNow: (alert) => isSeenNow(alert, monitor.stateOf),
    forward: (change) => incidents.alertChanged(change),
  });
  opening.defer(alertPolicy.close);

  const monitor = createMonitor({
    sessions,
    clock,
    logger,
    power: ports.power,
    gateway: createGatewayProbe(),
    variablesOf: shelf.variablesOf,
    report: alertPolicy.report,
    openAlerts,
    newId,
    record: ({ check, hostId, serviceId, rhythm }, observation) =>
      history.record({ checkId: check.id, hostId, serviceId, intervalMs: rhythm.intervalMs }, observation),
    reconnectAll: sessions.reconnectAll,
    isVaultLocked: () => ports.vault.state() === 'locked',
  });
  opening.defer(monitor.close);

  const runs = createRuns({
    journal,
    transcripts,
    clock,
    logger,
    sessionOf: (hostId) => {
      const host = lab().hosts.find(({ id }) => id === hostId);
      return host === undefined ? null : sessions.of(host);
    },
    monitor,
    lab,
    runbooks: { get: runbooks.get, byHash: runbooks.byHash },
    newId,
    secrets: secrets.secrets,
    sudoPassword: async (hostId) =>
      ports.vault.state() === 'locked' ? null : await ports.vault.get(sudoPasswordName(hostId)),
  });
  opening.defer(runs.close);

  const diagnosis = createDiagnosis({
    journal,
    sessionOf: (hostId) => {
      const host = lab().hosts.find(({ id }) => id === hostId);
      return host === undefined ? null : sessions.of(host);
    },
    lab,
    runbookByHash: runbooks.byHash,
  });

  const incidents = createIncidents({
    journal,
    documents,
    clock,
    logger,
    lab,
    runbookFor: shelf.runbookFor,
    runbookByHash: runbooks.byHash,
    collectEvidence: (incidentId) => void runs.collectEvidence({ requestId: null, incidentId }),
    timeZone: timeZone(),
  });
  opening.defer(incidents.close);

  const telling = createTelling({
    ports,
    database: storage.database,
    journal,
    lab,
    zone: () => lab().settings.timeZone ?? timeZone(),
    live: monitor.live,
    acknowledge: (notificationId) =>
      notifications.answer({ requestId: newId(), notificationId, action: 'acknowledge' }),
    report: alertPolicy.report,
    newId,
  });
  opening.defer(telling.close);

  const notifications = createNotifications({
    journal,
    notifier: ports.notifier,
    clock,
    logger,
    preferences: preferences.read,
    acknowledge: incidents.acknowledge,
    remedies: { start: runs.startByClick, runbookByHash: (hash) => runbooks.byHash(hash)?.runbook ?? null },
    tellChannels: telling.channels.tell,
  });
  opening.defer(notifications.close);

  const messages = createMessages({
    journal,
    clock,
    zone: () => lab().settings.timeZone ?? timeZone(),
    lab,
    runbookByHash: (hash) => runbooks.byHash(hash)?.runbook ?? null,
    templates: templates.view,
    newId,
  });

  const labEdits = createLabEdits({ labFolder, journal, runbooks });
  opening.defer(labEdits.close);
  const applyLab = (): void => {
    sessions.keepOnly(new Set(lab().hosts.map((host) => host.id)));
    monitor.applyLab(lab());
    alertPolicy.review();
    telling.review();
  };
  opening.defer(
    journal.onAppended((events) => {
      if (events.some(({ type }) => type === 'silence.added' || type === 'silence.removed')) alertPolicy.review();
    }),
  );
  opening.defer(labFolder.onChanged(applyLab));
  opening.defer(runbooks.onChanged(applyLab));

  const services: CoreServices = {
    clock,
    logger,
    journal,
    labFolder,
    labEdits,
    monitor,
    sessions,
    incidents,
    runs,
    diagnosis,
    runbooks,
    messages,
    notifications,
    prompts,
    transcripts,
    preferences,
    demo,
    channels: telling.channels,
    secrets: windowSecrets({ vault: ports.vault, lab, changed: telling.review }),
    ingestView: telling.ingest.view,
    silences: createSilences({ journal, clock, lab, newId }),
    history: {
      read: (checkId, fromAt, toAt) => {
        const check = checkTargets(lab()).find((target) => target.check.id === checkId)?.check;
        const intervalMs = check === undefined ? minuteMs : checkRhythm(check, lab().settings).intervalMs;
        return history.read(checkId, fromAt, toAt, intervalMs);
      },
    },
    discover: (host, signal) => discoverHost({ host, session: sessions.of(host), known: checkTargets(lab()), signal }),
    shellView: () => shellView(ports, options, demo.view()),
    onShellChanged: (listener) => {
      const stops = [demo.onStarted(listener), ports.vault.onUnlocked(listener)];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };

  runs.settleAbandoned();
  incidents.start();
  notifications.start();
  applyLab();
  if (options.startDemo) await demo.start();

  const open = opening.move();
  return { services, router: createRouter(services), close: () => open.disposeAsync() };
}

function shellView(ports: Ports, options: CoreOptions, demo: ShellView['demo']): ShellView {
  return {
    kind: options.shellKind,
    version: options.version,
    vault: ports.vault.state(),
    demo,
    nativeNotifications: ports.notifier.isNative,
    dataFolder: ports.dataFolder,
    user: os.userInfo().username,
    observerName: os.hostname(),
    timeZone: timeZone(),
  };
}

/** The observer's own IANA zone. */
function timeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
