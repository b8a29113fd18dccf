import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { expect, onTestFinished, vi } from 'vitest';
import { createRuns } from '#core/runs/createRuns.ts';
import type { ProofOfRecovery, RunParts } from '#core/runs/runParts.ts';
import type { Journal } from '#core/storage/journal.ts';
import { labFileSchema } from '#shared/lab/labFile.ts';
import type { Run } from '#shared/run/run.ts';
import type { Runbook, RunbookAction } from '#shared/runbook/runbook.ts';
import { memoryLogger, temporaryFolder, temporaryStorage } from '#tests/core/storage/support.ts';
import { clock, localHost, type LocalHost, standInSystemctl } from './localHost.ts';

export function actionWith(
  changes: Partial<RunbookAction> & {
    readonly id: string;
    readonly commands: readonly string[];
    readonly cwd?: string;
  },
): RunbookAction {
  const { commands, cwd, ...rest } = changes;
  const effect = rest.effect ?? 'changes';
  return {
    title: rest.id,
    section: [],
    purpose: effect === 'reads' ? 'diagnostic' : 'remedy',
    steps: commands.map((command, line) => ({ command, cwd: cwd ?? null, effect, line: line + 1 })),
    effect,
    consent: effect === 'reads' ? 'none' : 'click',
    remedy: null,
    verify: [],
    timeoutMs: 20_000,
    needsCwd: false,
    variables: [],
    line: 1,
    ...rest,
  };
}

export function runbookWith(actions: readonly RunbookAction[], changes: Partial<Runbook> = {}): Runbook {
  return {
    name: 'test',
    variables: { unit: { default: 'photos' } },
    cwd: null,
    checks: [],
    findings: [],
    levels: [],
    phases: [],
    actions,
    issuePatterns: [],
    escalation: [],
    templates: [],
    followUps: [],
    prevention: [],
    rules: [],
    notUnderstood: [],
    problems: [],
    ...changes,
  };
}

const lab = labFileSchema.parse({
  version: 1,
  hosts: [{ id: 'nas', name: 'Storage', access: { transport: 'local' } }],
  services: [
    {
      id: 'photos',
      host: 'nas',
      runbook: 'test',
      checks: [{ id: 'photos-unit', kind: 'systemd-unit', unit: '{{unit}}' }],
    },
  ],
});

/** Proof by asking the host itself, as a check of the unit would; the changes it was told of are counted. */
function proofBy(host: LocalHost): ProofOfRecovery & { readonly changes: string[] } {
  const changes: string[] = [];
  return {
    changes,
    beginChange: (ids) => {
      changes.push(`begin ${ids.join(',')}`);
      return () => changes.push('end');
    },
    stateOf: () => null,
    waitUntilOk: async (_ids, windowMs, signal) => {
      const endsAtMs = clock.monotonic() + Math.min(windowMs, 400);
      while (!signal.aborted) {
        const { stdout } = await host.output('systemctl is-active -- photos', { deadlineMs: 5_000 });
        if (stdout.trim() === 'active') return true;
        if (clock.monotonic() > endsAtMs) return false;
        await new Promise((resolve) => void clock.after(50, () => resolve(null)));
      }
      return false;
    },
  };
}

/** A lab of one host (this computer with stand-ins), its journal on disk, and the runs over them. */
export function runDesk(actions: readonly RunbookAction[], changes: Partial<Runbook> = {}) {
  const folder = temporaryFolder();
  const units = path.join(folder, 'units');
  const programs = path.join(folder, 'bin');
  standInSystemctl(programs, units);
  const host = localHost('nas', programs);
  const storageFolder = temporaryFolder();
  const storage = temporaryStorage(clock, storageFolder);
  const monitor = proofBy(host);
  const view = { id: 'test', hash: 'hash', text: '', runbook: runbookWith(actions, changes) };
  const parts: RunParts = {
    journal: storage.journal,
    transcripts: storage.transcripts,
    clock,
    logger: memoryLogger(),
    sessionOf: (hostId) => (hostId === 'nas' ? host : null),
    monitor,
    lab: () => lab,
    runbooks: { get: (id) => (id === 'test' ? view : null), byHash: (hash) => (hash === 'hash' ? view : null) },
    newId: () => `run-${randomUUID()}`,
  };
  const runs = createRuns(parts);
  onTestFinished(() => runs.close());
  const runOf = (runId: string): Run => {
    const run = storage.journal.state().runs[runId];
    if (run === undefined) throw new Error(`no run ${runId}`);
    return run;
  };
  const reaches = async (runId: string, stage: Run['stage']): Promise<Run> => {
    await vi.waitFor(() => expect(runOf(runId)).toMatchObject({ stage }), { timeout: 20_000, interval: 10 });
    return runOf(runId);
  };
  const start = (actionId: string, requestId: string = randomUUID()) =>
    runs.start({ requestId, incidentId: null, hostId: 'nas', serviceId: 'photos', runbookId: 'test', actionId });
  const consent = (runId: string, typed: string | null = null) =>
    runs.consent({ requestId: randomUUID(), runId, typed });
  return {
    folder,
    units,
    programs,
    host,
    monitor,
    parts,
    runs,
    storage,
    storageFolder,
    runOf,
    reaches,
    start,
    consent,
    /** Starts, consents and waits for the end. */
    done: async (actionId: string): Promise<Run> => {
      const runId = start(actionId);
      await vi.waitFor(() => expect(['awaitingConsent', 'ended']).toContain(runOf(runId).stage), { timeout: 20_000 });
      if (runOf(runId).stage === 'awaitingConsent') consent(runId);
      return reaches(runId, 'ended');
    },
    undone: async (runId: string): Promise<Run> => {
      runs.undo({ requestId: randomUUID(), runId });
      return reaches(runId, 'ended');
    },
    transcript: (runId: string) =>
      storage.transcripts
        .read(runId)
        .chunks.map((chunk) => chunk.text)
        .join(''),
  };
}

export type TestDesk = ReturnType<typeof runDesk>;

/** The types of the events of a run, in order: its story. */
export const storyOf = (journal: Journal, runId: string): readonly string[] =>
  journal
    .eventsAfter(0, 10_000)
    .filter((event) => 'runId' in event.data && event.data.runId === runId)
    .map((event) =>
      event.type === 'run.stageEntered' ? `stage ${event.data.stage}` : event.type.slice('run.'.length),
    );
