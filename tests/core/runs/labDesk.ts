import { randomUUID } from 'node:crypto';
import { expect, vi } from 'vitest';
import { systemClock } from '#core/ports/systemClock.ts';
import { createRuns } from '#core/runs/createRuns.ts';
import { openStorage } from '#core/storage/openStorage.ts';
import { labFileSchema } from '#shared/lab/labFile.ts';
import type { Run } from '#shared/run/run.ts';
import type { RunbookAction } from '#shared/runbook/runbook.ts';
import { openDesk, reach } from '#tests/core/ssh/desk.ts';
import { makeFolder } from '#tests/core/ssh/sshd.ts';
import { memoryLogger } from '#tests/core/storage/support.ts';
import type { LabHost } from '#tests/lab/lab.ts';
import { actionWith, runbookWith } from './desk.ts';

const patient = { timeout: 100_000, interval: 50 };
const quiet = (): void => undefined;

/** Runs over one lab host, without checks: what a remedy sees itself is all the proof. */
export type LabDesk = Awaited<ReturnType<typeof openLabDesk>>;

export async function openLabDesk(machine: LabHost, options: { readonly user?: string } = {}) {
  const desk = await openDesk();
  await desk.configure(
    `Host lab1\n  HostName ${machine.address}\n  User ${options.user ?? machine.user}\n  IdentityFile ${machine.keyFile}\n  IdentitiesOnly yes\n  ServerAliveInterval 2\n  ServerAliveCountMax 2\n  ConnectTimeout 5`,
  );
  const host = desk.host('lab1');
  await reach(desk.sessions.of(host));
  const lab = labFileSchema.parse({ version: 1, hosts: [host] });
  const clock = systemClock();
  const logger = memoryLogger();
  const storage = openStorage({ dataFolder: await makeFolder(), clock, logger });
  let runbook = runbookWith([], { variables: {} });
  let password: string | null = null;
  const view = () => ({ id: 'test', hash: 'hash', text: '', runbook });
  const runs = createRuns({
    journal: storage.journal,
    transcripts: storage.transcripts,
    clock,
    logger,
    sessionOf: () => desk.sessions.of(host),
    monitor: { beginChange: () => quiet, stateOf: () => null, waitUntilOk: () => Promise.resolve(false) },
    lab: () => lab,
    runbooks: { get: view, byHash: view },
    newId: () => `run-${randomUUID()}`,
    sudoPassword: () => Promise.resolve(password),
  });
  const runOf = (runId: string): Run => {
    const run = storage.journal.state().runs[runId];
    if (run === undefined) throw new Error(`no run ${runId}`);
    return run;
  };
  const reaches = async (runId: string, ...stages: readonly Run['stage'][]): Promise<Run> => {
    await vi.waitFor(() => expect(stages).toContain(runOf(runId).stage), patient);
    return runOf(runId);
  };
  /** Starts an action, and consents where that is waited for; returns what was reached. */
  const begun = async (action: RunbookAction): Promise<Run> => {
    runbook = runbookWith([action], { variables: {} });
    const request = { incidentId: null, hostId: 'lab1', serviceId: null, runbookId: 'test', actionId: action.id };
    const runId = runs.start({ ...request, requestId: randomUUID() });
    const { stage } = await reaches(runId, 'awaitingConsent', 'ended');
    if (stage === 'awaitingConsent') runs.consent({ requestId: randomUUID(), runId, typed: null });
    return runOf(runId);
  };
  return {
    runs,
    runOf,
    reaches,
    begun,
    done: async (action: RunbookAction): Promise<Run> => reaches((await begun(action)).id, 'ended'),
    undone: async (runId: string): Promise<Run> => {
      runs.undo({ requestId: randomUUID(), runId });
      return reaches(runId, 'ended');
    },
    transcript: ({ id }: Run): string =>
      storage.transcripts
        .read(id)
        .chunks.map(({ text }) => text)
        .join(''),
    /** What is stored for sudo on the host. */
    store: (secret: string | null): void => void (password = secret),
    /** Until the host answers: being connected may be old news of a line that is dead. */
    connected: () =>
      vi.waitFor(async () => {
        const { end } = await desk.sessions.of(host).output(':', { deadlineMs: 5_000 });
        expect(end).toEqual({ kind: 'exited', code: 0 });
      }, patient),
    close: async (): Promise<void> => {
      await runs.close();
      await desk.sessions.close();
      storage.close();
    },
  };
}

/** An action that is a typed remedy; confirmed before it runs. */
export const remedyAction = (
  kind: string,
  options: Readonly<Record<string, string>>,
  more: { readonly commands?: readonly string[]; readonly cwd?: string; readonly timeoutMs?: number } = {},
): RunbookAction => {
  const { commands = [], ...rest } = more;
  return actionWith({ id: kind, commands, effect: 'destroys', consent: 'confirm', remedy: { kind, options }, ...rest });
};
