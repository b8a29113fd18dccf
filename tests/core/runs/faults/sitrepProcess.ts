// Sitrep's runs over one lab host in a process of their own, to be killed at any moment. What is asked of the host is
// told to the parent, and at the chosen command this process pulls the cable or kills itself.
import { randomUUID } from 'node:crypto';
import { createMonitor } from '#core/monitor/createMonitor.ts';
import { systemClock } from '#core/ports/systemClock.ts';
import { createRuns } from '#core/runs/createRuns.ts';
import type { HostSession } from '#core/ssh/hostSession.ts';
import { collectOutput } from '#core/ssh/channel/collectOutput.ts';
import { openStorage } from '#core/storage/openStorage.ts';
import type { Logger } from '#core/ports/ports.ts';
import { labFileSchema } from '#shared/lab/labFile.ts';
import { readRunbook } from '#shared/runbook/readRunbook.ts';
import { openDesk } from '#tests/core/ssh/desk.ts';
import { cutCableNow, labHost } from '#tests/lab/lab.ts';
import { held, type News, type Order, type Strike } from './messages.ts';
import { scenarioRunbook } from './scenarios.ts';

const dataFolder = process.argv[2] ?? '';
const machine = labHost(Number(process.argv[3] ?? '1'));
const clock = systemClock();
const write = (level: string) => (message: string, fields?: object) =>
  void process.stderr.write(`${level} ${message} ${JSON.stringify(fields ?? {})}\n`);
const logger: Logger = { debug: () => undefined, info: write('info'), warn: write('warn'), error: write('error') };
const tell = (news: News): void => void process.send?.(news);

const desk = await openDesk();
await desk.configure(
  `Host lab1\n  HostName ${machine.address}\n  User ${machine.user}\n  IdentityFile ${machine.keyFile}\n  IdentitiesOnly yes\n  ServerAliveInterval 1\n  ServerAliveCountMax 3\n  ConnectTimeout 4`,
);
const host = desk.host('lab1');
const lab = labFileSchema.parse({
  version: 1,
  hosts: [host],
  services: [
    {
      id: 'app',
      host: 'lab1',
      runbook: 'faults',
      checks: [{ id: 'app-unit', kind: 'systemd-unit', unit: 'faults-app' }],
    },
  ],
});
const storage = openStorage({ dataFolder, clock, logger });
const { journal, transcripts } = storage;
const quiet = (): void => undefined;
const monitor = createMonitor({
  sessions: desk.sessions,
  clock,
  logger,
  power: { onSuspend: () => quiet, onResume: () => quiet, onNetworkChange: () => quiet },
  gateway: () => Promise.resolve({ kind: 'healthy' }),
  variablesOf: () => ({}),
  report: quiet,
  openAlerts: () => [],
  newId: randomUUID,
  push: 'journal',
});

let strike: Strike | null = null;
let talks = 0;
/** A deadline that no command reaches which does anything. */
const hangMs = 2_500;
const holding = `: > ${held.began}; while [ -e ${held.hold} ]; do sleep 0.05; done; `;

/** The session as runs get it: each command is told, and the fault strikes at the chosen one. */
function tapped(session: HostSession): HostSession {
  const start: HostSession['start'] = (command, options) => {
    const index = talks;
    talks += 1;
    const stage = Object.values(journal.state().runs).find((run) => run.stage !== 'ended')?.stage ?? 'ended';
    tell({ told: 'talk', talk: { index, stage, command } });
    if (strike?.talk !== index) return session.start(command, options);
    if (strike.fault === 'hang') return session.start(`${holding}${command}`, { ...options, deadlineMs: hangMs });
    if (strike.moment === 'during') return session.start(`${holding}${command}`, options);
    if (strike.fault === 'kill') process.kill(process.pid, 'SIGKILL');
    cutCableNow(machine);
    tell({ told: 'struck' });
    return session.start(command, options);
  };
  return { ...session, start, output: (command, options) => collectOutput(start(command, options)) };
}

const view = { id: 'faults', hash: 'hash', text: scenarioRunbook, runbook: readRunbook(scenarioRunbook) };
const runs = createRuns({
  journal,
  transcripts,
  clock,
  logger,
  sessionOf: () => tapped(desk.sessions.of(host)),
  monitor,
  lab: () => lab,
  runbooks: { get: () => view, byHash: () => view },
  newId: () => `run-${randomUUID()}`,
});

const consented = new Set<string>();
journal.onAppended((events) => {
  for (const event of events) {
    if (!('runId' in event.data)) continue;
    const { runId } = event.data;
    const run = journal.state().runs[runId];
    if (run === undefined) continue;
    if (event.type === 'run.undone') tell({ told: 'undone', runId, outcome: event.data.outcome });
    tell({ told: 'run', run });
    if (run.stage !== 'awaitingConsent' || consented.has(runId)) continue;
    consented.add(runId);
    setImmediate(() => runs.consent({ requestId: randomUUID(), runId, typed: null }));
  }
});

function obey(order: Order): void {
  ({ strike } = order);
  talks = 0;
  const requestId = randomUUID();
  if (order.do === 'undo') runs.undo({ requestId, runId: order.runId });
  else
    runs.start({
      requestId,
      incidentId: null,
      hostId: 'lab1',
      serviceId: 'app',
      runbookId: 'faults',
      actionId: order.actionId,
    });
}

process.on('message', (order: Order) => obey(order));
process.on('disconnect', () => process.exit(0));
monitor.applyLab(lab);
runs.settleAbandoned();
for (const run of Object.values(journal.state().runs)) tell({ told: 'run', run });
await desk.sessions.of(host).connect();
tell({ told: 'ready' });
