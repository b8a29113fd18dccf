import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createCore } from '#core/createCore.ts';
import type { Ports } from '#core/ports/ports.ts';
import { memoryVault } from '#core/ports/memoryVault.ts';
import { systemClock } from '#core/ports/systemClock.ts';
import type { Run } from '#shared/run/run.ts';
import { findingsOf, suggestedActions } from '#shared/incident/suggestedActions.ts';
import { type LabHost, writeSshFolder } from '../lab/lab.ts';

const lab = `version: 1
hosts:
  - id: lab1
    access: { transport: ssh2, alias: lab1 }
services:
  - id: gitops-auditor
    host: lab1
    runbook: gitops-auditor
    variables: { externalApi: 'http://127.0.0.1:9100', externalName: localhost }
  - { id: notes, host: lab1, runbook: homelab, variables: { unit: notes, root: /srv/notes, port: 8200, backup: /backup/notes } }
  - { id: feed, host: lab1, runbook: homelab, variables: { unit: feed, root: /srv/feed, port: 8300, backup: /backup/feed } }
  - { id: ledger, host: lab1, runbook: homelab, variables: { unit: ledger, root: /srv/ledger, port: 8600, backup: /backup/ledger } }
  - { id: gate, host: lab1, runbook: systemd-service, variables: { unit: nginx } }
  - { id: shelf, host: lab1, runbook: systemd-service, variables: { unit: shelf } }
  - { id: tick, host: lab1, runbook: systemd-service, variables: { unit: tick } }
  - { id: worker7, host: lab1, runbook: systemd-service, variables: { unit: worker@7 } }
  - { id: echo, host: lab1, runbook: systemd-service, variables: { unit: echo.socket } }
`;

/** What a run of the desk told: the first findings, and the first remedy that is suggested. */
export type Told = { readonly findings: readonly string[]; readonly remedy: string | null; readonly run: Run };

/** The whole core over the real host, without a window. */
export async function openDiagnosisDesk(host: LabHost) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sitrep-diagnosis-'));
  const sshFolder = path.join(folder, 'ssh');
  await writeSshFolder(sshFolder, [host]);
  await writeFile(
    path.join(sshFolder, 'known_hosts'),
    await readFile(path.join(process.env['LAB'] ?? '', 'known_hosts')),
  );
  await mkdir(path.join(folder, 'lab'));
  await writeFile(path.join(folder, 'lab', 'lab.yaml'), lab);
  await mkdir(path.join(folder, 'lab', 'runbooks'));
  await copyFile(
    path.join(import.meta.dirname, 'stage/homelab.md'),
    path.join(folder, 'lab', 'runbooks', 'homelab.md'),
  );
  const quiet = () => () => undefined;
  const log = (message: string, fields?: object) => {
    if (process.env['SITREP_LOG'] === '1') process.stderr.write(`${message} ${JSON.stringify(fields ?? {})}\n`);
  };
  const ports: Ports = {
    clock: systemClock(),
    notifier: { show: () => undefined, withdraw: () => undefined, isNative: false },
    vault: memoryVault(),
    power: { onSuspend: quiet, onResume: quiet, onNetworkChange: quiet },
    opener: { open: () => Promise.resolve() },
    logger: { debug: () => undefined, info: () => undefined, warn: log, error: log },
    preferences: { read: () => ({}), write: () => undefined },
    dataFolder: path.join(folder, 'data'),
    labFolder: path.join(folder, 'lab'),
    assetsFolder: path.join(import.meta.dirname, '../../assets'),
    sshFolder,
  };
  await mkdir(ports.dataFolder);
  const core = await createCore(ports, { version: 'test', shellKind: 'web', startDemo: false });
  const { journal, incidents, runs, runbooks, transcripts } = core.services;

  const ended = async (runId: string): Promise<Run> => {
    for (let tries = 0; tries < 1_200; tries += 1) {
      const run = journal.state().runs[runId];
      if (run?.stage === 'ended') return run;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`run ${runId} did not end`);
  };
  const told = (incidentId: string, run: Run): Told => {
    const incident = journal.state().incidents[incidentId];
    const runbook = incident === undefined ? undefined : runbooks.byHash(incident.runbookHash)?.runbook;
    if (incident === undefined || runbook === undefined) throw new Error('no incident');
    const known = [run];
    const remedy = suggestedActions(runbook, incident, known).find((one) => one.isSuggested);
    return {
      findings: findingsOf(incident, known).map(({ severity, text }) => `${severity}: ${text}`),
      remedy: remedy?.action.id ?? null,
      run,
    };
  };

  return {
    services: core.services,
    /** Opens an incident of the service, and waits for its evidence. */
    open: async (
      title: string,
      serviceId = 'gitops-auditor',
    ): Promise<{ readonly incidentId: string; readonly evidence: Told }> => {
      const incidentId = incidents.open({
        requestId: randomUUID(),
        title,
        severity: 1,
        hostId: 'lab1',
        serviceId,
      });
      const runId = journal.state().incidents[incidentId]?.runIds[0];
      if (runId === undefined) throw new Error('no evidence was collected');
      return { incidentId, evidence: told(incidentId, await ended(runId)) };
    },
    diagnose: async (incidentId: string): Promise<Told> => {
      const runId = runs.diagnose({ requestId: randomUUID(), incidentId });
      return told(incidentId, await ended(runId));
    },
    resolve: (incidentId: string): void =>
      incidents.setStatus({ requestId: randomUUID(), incidentId, status: 'resolved', reason: 'taken back' }),
    transcript: (runId: string): string =>
      transcripts
        .read(runId)
        .chunks.map(({ text }) => text)
        .join(''),
    close: async (): Promise<void> => {
      await core.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
