// A process of its own that runs the real core over a lab folder and tells its parent what people are told.
// Word: the folder with `lab`, `ssh` and `data`.
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { createCore } from '#core/createCore.ts';
import { findResources } from '#core/ports/findResources.ts';
import { jsonLinesLogger } from '#core/ports/jsonLinesLogger.ts';
import { memoryVault } from '#core/ports/memoryVault.ts';
import type { Clock } from '#core/ports/ports.ts';
import { systemClock } from '#core/ports/systemClock.ts';
import type { Notification } from '#shared/notification/notification.ts';
import type { Command, FromObserver, Look, ToObserver } from './observerMessages.ts';

const folder = process.argv[2] ?? '';
const system = systemClock();
let jumpedMs = 0;
/** The computer's own clock, which can be made to jump as the wall clock does in suspend. */
const clock: Clock = { ...system, now: () => system.now() + jumpedMs };
const logger = jsonLinesLogger({ stream: createWriteStream(path.join(folder, 'observer.log')), clock, least: 'debug' });
const suspends = new Set<() => void>();
const resumes = new Set<() => void>();
const listen = (listeners: Set<() => void>) => (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
const tell = (message: FromObserver): void => void process.send?.(message);

/** A cause is `service:web`, `host:nas` or `all-hosts`; a warning without an incident begins with the name. */
function subjectOf({ incidentId, title }: Pick<Notification, 'incidentId' | 'title'>): string {
  const incident = incidentId === null ? undefined : core.services.journal.state().incidents[incidentId];
  return incident === undefined ? (title.split(':')[0] ?? '') : subjectOfCause(incident.causeKey);
}
const subjectOfCause = (causeKey: string): string => causeKey.replace(/^(service|host):/, '');

const core = await createCore(
  {
    clock,
    notifier: {
      // Whoever is told takes it up at once.
      show: (notification, answered) => {
        const { level, title } = notification;
        tell({ kind: 'told', subject: subjectOf(notification), level, title });
        if (notification.actions.includes('acknowledge')) setImmediate(() => answered('acknowledge'));
      },
      withdraw: () => undefined,
      isNative: false,
    },
    vault: memoryVault(),
    power: { onSuspend: listen(suspends), onResume: listen(resumes), onNetworkChange: listen(new Set()) },
    opener: { open: () => Promise.resolve() },
    preferences: { read: () => ({}), write: () => undefined },
    logger,
    dataFolder: path.join(folder, 'data'),
    labFolder: path.join(folder, 'lab'),
    sshFolder: path.join(folder, 'ssh'),
    assetsFolder: findResources(import.meta.dirname).assetsFolder,
  },
  { version: 'afternoon', shellKind: 'web', startDemo: false },
);
const { journal, monitor, silences, labFolder } = core.services;
journal.onAppended((events) => {
  for (const event of events) {
    const id = event.type === 'incident.opened' || event.type === 'incident.reopened' ? event.data.incidentId : null;
    const incident = id === null ? undefined : journal.state().incidents[id];
    if (incident !== undefined) tell({ kind: 'opened', subject: subjectOfCause(incident.causeKey) });
  }
});

function look(): Look {
  const { hosts, observer } = monitor.live();
  const checks = hosts.flatMap((host) => host.checks);
  const notOk = checks
    .filter(({ phase, last }) => phase.kind !== 'ok' || last === null)
    .map(({ checkId, phase, last }) => `${checkId} ${phase.kind}: ${last?.text ?? 'not seen'}`);
  return { wallMs: clock.now(), labHash: labFolder.view().hash, observer: observer.kind, notOk, checks: checks.length };
}

async function obey(command: Command): Promise<void> {
  if (command.kind === 'jump') jumpedMs += command.byMs;
  if (command.kind === 'suspend') for (const listener of suspends) listener();
  if (command.kind === 'resume') for (const listener of resumes) listener();
  if (command.kind === 'silence')
    silences.add({ requestId: randomUUID(), target: command.target, minutes: 60, reason: 'work on it' });
  if (command.kind === 'endSilences')
    for (const silenceId of Object.keys(journal.state().silences))
      silences.remove({ requestId: randomUUID(), silenceId });
  if (command.kind !== 'close') return;
  await core.close();
  process.exit(0);
}

process.on('message', ({ id, command }: ToObserver) => {
  void obey(command).then(() => tell({ kind: 'answer', id, look: look() }));
});
process.on('disconnect', () => process.exit(1));
tell({ kind: 'ready' });
