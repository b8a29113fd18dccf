import { onTestFinished } from 'vitest';
import type { RaisedAlert } from '#shared/alert/alert.ts';
import type { JournalEntry } from '#shared/desk/journalEvent.ts';
import { labFileSchema } from '#shared/lab/labFile.ts';
import type { RunbookView } from '#shared/rpc/contract.ts';
import type { Runbook, RunbookStep, TimedList } from '#shared/runbook/runbook.ts';
import { createIncidents, type StartableIncidents } from '#core/incidents/createIncidents.ts';
import { manualClock, type ManualClock, memoryLogger, temporaryFolder, temporaryStorage } from '../storage/support.ts';

/** Wednesday 2026-11-25, 03:14 in Berlin, in the middle of a minute. */
export const startAt = Date.UTC(2026, 10, 25, 2, 14, 30);

const lab = labFileSchema.parse({
  version: 1,
  hosts: [{ id: 'auditor', access: { transport: 'local' }, checks: [{ id: 'disk', kind: 'disk', path: '/' }] }],
  services: [
    {
      id: 'gitops-auditor',
      host: 'auditor',
      variables: { port: '3000' },
      checks: [
        { id: 'unit', kind: 'systemd-unit', unit: 'gitops-auditor' },
        { id: 'health', kind: 'http', url: 'http://localhost:3000/health' },
      ],
    },
  ],
  settings: { timeZone: 'Europe/Berlin' },
});

const step = (id: string, tick: string | null): RunbookStep => ({ id, text: id, line: 1, tick });
const list = (id: string, fromMinutes: number, toMinutes: number, steps: RunbookStep[]): TimedList => ({
  id,
  title: id,
  fromMinutes,
  toMinutes,
  steps,
  line: 1,
});

export const runbook: Runbook = {
  name: 'gitops-auditor',
  variables: { unit: { default: 'gitops-auditor' }, port: { default: '80' } },
  cwd: null,
  checks: [],
  findings: [],
  levels: [
    level(1, ['Complete service outage'], 15),
    level(2, ['Partial service degradation'], 30),
    level(3, ['Minor feature issues'], 120),
  ],
  phases: [
    list('assess', 0, 5, [step('severity', 'severity-set'), step('logs', 'logs-checked')]),
    list('stabilise', 10, 30, [step('workaround', 'workaround-applied'), step('think', null)]),
  ],
  actions: [],
  issuePatterns: [],
  escalation: [],
  templates: [],
  followUps: [list('soon', 0, 120, [step('verified', 'restoration-verified'), step('quiet', 'no-regression')])],
  prevention: [],
  rules: [],
  notUnderstood: [],
  problems: [],
};

function level(rank: 1 | 2 | 3, criteria: readonly string[], minutes: number): Runbook['levels'][number] {
  const response = { kind: 'within', minutes, text: `${minutes} min` } as const;
  return { rank, label: `P${rank}`, name: `P${rank}`, criteria, response, details: [], line: 1 };
}

export const view: RunbookView = { id: 'gitops-auditor', hash: 'unused', text: '# gitops-auditor\n', runbook };

export function alert(id: string, changes: Partial<RaisedAlert> = {}): RaisedAlert {
  return {
    id,
    source: { kind: 'check', checkId: 'unit', checkRevision: 'r1' },
    hostId: 'auditor',
    serviceId: 'gitops-auditor',
    outcome: 'critical',
    text: 'unit gitops-auditor failed: exit status 1',
    problemSinceAt: startAt - 6_000,
    causeKey: 'service:gitops-auditor',
    ...changes,
  };
}

export const healthAlert = (id: string, changes: Partial<RaisedAlert> = {}): RaisedAlert =>
  alert(id, {
    source: { kind: 'check', checkId: 'health', checkRevision: 'r1' },
    text: 'HTTP 502',
    problemSinceAt: startAt - 9_000,
    ...changes,
  });

/** A desk over a real storage; `restart` is a new process on the same data folder. */
export function desk(clock: ManualClock = manualClock(startAt), folder = temporaryFolder()) {
  const storage = temporaryStorage(clock, folder);
  const { journal, documents } = storage;
  const logger = memoryLogger();
  const evidence: string[] = [];
  const incidents: StartableIncidents = createIncidents({
    journal,
    documents,
    clock,
    logger,
    lab: () => lab,
    runbookFor: () => view,
    runbookByHash: (hash) => (documents.read(hash) === view.text ? view : null),
    collectEvidence: (incidentId) => void evidence.push(incidentId),
    timeZone: 'UTC',
  });
  const close = (): void => {
    incidents.close();
    if (storage.database.isOpen) storage.close();
  };
  onTestFinished(close);
  let requests = 0;

  return {
    ...storage,
    incidents,
    clock,
    logger,
    evidence,
    /** The only incident, or the newest. */
    incident: () => {
      const newest = Object.values(journal.state().incidents).at(-1);
      if (newest === undefined) throw new Error('no incident was opened');
      return newest;
    },
    raise: (raised: RaisedAlert, opensIncident = true) =>
      incidents.alertChanged({ kind: 'raised', alert: raised, opensIncident }),
    recover: (alertId: string) => incidents.alertChanged({ kind: 'recovered', alertId, text: 'active again' }),
    request: () => ({ requestId: `request-${(requests += 1)}-${journal.state().revision}` }),
    journalled: (...entries: JournalEntry[]) => journal.append(entries, { actor: 'sitrep', requestId: null }),
    types: () => journal.eventsAfter(0, 1_000).map((event) => event.type),
    notices: () => Object.values(journal.state().notifications),
    restart: () => {
      close();
      return desk(clock, folder);
    },
  };
}

export type Desk = ReturnType<typeof desk>;

/** A remedy of an incident, planned; it goes on by `runStage` and ends by `runEnd`. */
export function runPlanned(
  runId: string,
  incidentId: string,
  effect: 'reads' | 'changes' = 'changes',
): JournalEntry & { type: 'run.planned' } {
  const isEvidence = effect === 'reads';
  return {
    type: 'run.planned',
    data: {
      runId,
      incidentId,
      hostId: 'auditor',
      serviceId: 'gitops-auditor',
      subject: isEvidence
        ? { kind: 'evidence' }
        : { kind: 'action', runbookId: 'gitops-auditor', runbookHash: 'h', actionId: 'restart' },
      plan: {
        title: isEvidence ? 'Evidence' : 'Restart the service',
        effect,
        consent: 'click',
        steps: [{ title: 'Restart', command: 'systemctl restart gitops-auditor', cwd: null, timeoutMs: 60_000 }],
        verification: isEvidence ? null : { checkIds: ['unit'], windowMs: 60_000 },
        resource: 'unit:gitops-auditor',
        wayBack: { kind: 'none', why: 'a restart has no way back' },
      },
    },
  };
}

export const runStage = (runId: string, stage: 'executing' | 'verifying'): JournalEntry => ({
  type: 'run.stageEntered',
  data: { runId, stage, text: stage },
});

export const runEnd = (runId: string, kind: 'succeeded' | 'failed'): JournalEntry => ({
  type: 'run.ended',
  data: { runId, outcome: { kind, text: kind } },
});
