import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { createLabFolder } from '#core/labFolder/createLabFolder.ts';
import type { Logger, Stop } from '#core/ports/ports.ts';
import { systemClock } from '#core/ports/systemClock.ts';
import type { CoreServices } from '#core/rpc/coreServices.ts';
import { createLabEdits } from '#core/rpc/labEdits.ts';
import { createPreferences } from '#core/rpc/preferences.ts';
import { openStorage } from '#core/storage/openStorage.ts';
import type { DoctorStep } from '#shared/host/doctor.ts';
import { RequestError } from '#shared/rpc/errors.ts';

/** What reached the parts that the fixture stands in for, and the handles that tests pull. */
export type CoreFixture = {
  readonly services: CoreServices;
  readonly logged: string[];
  readonly checkedHosts: string[];
  readonly incidentsOpened: () => number;
  /** Tells of a new live view, as the monitor does. */
  readonly changeLive: () => void;
  readonly liveListeners: () => number;
  readonly doctorsEnded: () => number;
  /** Journals a planned run, so that its transcript can be written and followed. */
  readonly planRun: (runId: string) => void;
  readonly endRun: (runId: string) => void;
  readonly close: () => Promise<void>;
};

/**
 * A core whose journal, transcripts, lab folder and preferences are the real ones, while hosts, incidents and runs do
 * only what the contract tests look at. Its `fault` texts must never reach a client.
 */
export async function createCoreFixture(): Promise<CoreFixture> {
  const folder = await mkdtemp(join(tmpdir(), 'sitrep-contract-'));
  const logged: string[] = [];
  const log = (message: string, fields?: object) => void logged.push(`${message} ${JSON.stringify(fields ?? {})}`);
  const logger: Logger = { debug: log, info: log, warn: log, error: log };
  const clock = systemClock();
  const storage = openStorage({ dataFolder: join(folder, 'data'), clock, logger });
  const labFolder = createLabFolder({ folder: join(folder, 'lab'), clock, logger });
  const { journal, transcripts } = storage;
  const labEdits = createLabEdits({ journal, labFolder, runbooks: { get: () => null } });
  const checkedHosts: string[] = [];
  const liveListeners = new Set<() => void>();
  const counts = { opened: 0, doctorsEnded: 0 };
  const unused = (): never => {
    throw new Error('fault: secret hunter2');
  };
  const nothing = (): Stop => () => undefined;

  const services: CoreServices = {
    clock,
    logger,
    journal,
    transcripts,
    labFolder,
    labEdits,
    preferences: createPreferences({ read: () => ({}), write: () => undefined }, logger),
    monitor: {
      applyLab: unused,
      live: () => ({ hosts: [], observer: { kind: 'healthy' } }),
      onLive: (listener) => {
        liveListeners.add(listener);
        return () => liveListeners.delete(listener);
      },
      stateOf: () => null,
      checkNow: (hostId) => checkedHosts.push(hostId),
      beginChange: nothing,
      waitUntilOk: unused,
      close: async () => undefined,
    },
    sessions: {
      of: unused,
      keepOnly: unused,
      reconnectAll: unused,
      sshNames: async () => [{ alias: 'nas', address: '192.0.2.1', port: 22, user: 'me', jumps: null }],
      doctor: (_host, signal) => doctorUntilAborted(signal, counts),
      close: async () => undefined,
    },
    incidents: {
      alertChanged: unused,
      open: (request) => {
        counts.opened += 1;
        const incidentId = `INC-${counts.opened}`;
        journal.append([openedEvent(incidentId, request)], { actor: 'person', requestId: request.requestId });
        return incidentId;
      },
      acknowledge: () => {
        throw new RequestError('CONFLICT', 'It was acknowledged before.', 'Nothing to do.');
      },
      setSeverity: unused,
      setStatus: unused,
      addNote: ({ requestId, incidentId, text }) => {
        journal.append([{ type: 'incident.noteAdded', data: { incidentId, text } }], { actor: 'person', requestId });
      },
      setCause: unused,
      markStep: unused,
      correctTimestamp: unused,
      escalate: unused,
      close: () => undefined,
    },
    runs: {
      start: unused,
      startByClick: unused,
      nameFolder: unused,
      consent: unused,
      cancel: unused,
      cancelAll: unused,
      undo: unused,
      collectEvidence: unused,
      diagnose: unused,
      settleAbandoned: unused,
      close: async () => undefined,
    },
    diagnosis: { changeDifference: unused },
    runbooks: {
      list: () => [],
      get: () => null,
      byHash: () => null,
      write: unused,
      onChanged: nothing,
      close: () => undefined,
    },
    messages: { draft: unused, edit: unused, send: unused },
    notifications: { answer: unused, startRemedy: unused, pause: unused },
    prompts: { ask: unused, answer: unused, withdrawAll: unused },
    channels: { test: unused },
    secrets: {
      names: async () => [],
      set: async () => undefined,
      delete: async () => undefined,
      unlock: async () => undefined,
    },
    ingestView: async () => ({ kind: 'off' }),
    silences: { add: unused, remove: unused },
    history: { read: unused },
    discover: unused,
    demo: { view: () => ({ kind: 'off' }), start: async () => undefined, break: unused },
    shellView: () => ({
      kind: 'web',
      version: '0.0.0',
      vault: 'memory',
      demo: { kind: 'off' },
      nativeNotifications: false,
      dataFolder: folder,
      user: 'me',
      observerName: 'here',
      timeZone: 'UTC',
    }),
    onShellChanged: nothing,
  };
  return {
    services,
    logged,
    checkedHosts,
    incidentsOpened: () => counts.opened,
    changeLive: () => {
      for (const listener of liveListeners) listener();
    },
    liveListeners: () => liveListeners.size,
    doctorsEnded: () => counts.doctorsEnded,
    planRun: (runId) => void journal.append([plannedEvent(runId)], { actor: 'sitrep', requestId: null }),
    endRun: (runId) =>
      void journal.append([{ type: 'run.ended', data: { runId, outcome: { kind: 'succeeded', text: 'done' } } }], {
        actor: 'sitrep',
        requestId: null,
      }),
    close: async () => {
      labEdits.close();
      labFolder.close();
      storage.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function* doctorUntilAborted(signal: AbortSignal, counts: { doctorsEnded: number }): AsyncGenerator<DoctorStep> {
  try {
    yield { name: 'tcp', verdict: 'ok', text: 'port 22 is open', mend: null, tookMs: 1 };
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  } finally {
    counts.doctorsEnded += 1;
  }
}

type Opening = Parameters<CoreServices['incidents']['open']>[0];

function openedEvent(incidentId: string, request: Opening) {
  return {
    type: 'incident.opened' as const,
    data: {
      incidentId,
      title: request.title,
      severity: request.severity,
      severityReason: 'set by a person',
      causeKey: randomUUID(),
      hostId: request.hostId,
      serviceId: request.serviceId,
      alertIds: [],
      runbookId: 'none',
      runbookHash: 'none',
      variables: {},
      startedAt: 1_000,
      detectedAt: 1_000,
      followsIncidentId: null,
    },
  };
}

function plannedEvent(runId: string) {
  return {
    type: 'run.planned' as const,
    data: {
      runId,
      incidentId: null,
      hostId: 'nas',
      serviceId: null,
      subject: { kind: 'evidence' as const },
      plan: {
        title: 'Look',
        effect: 'reads' as const,
        consent: 'none' as const,
        steps: [{ title: 'uptime', command: 'uptime', cwd: null, timeoutMs: 1_000 }],
        verification: null,
        resource: 'host',
        wayBack: { kind: 'none' as const, why: 'nothing is changed' },
      },
    },
  };
}
