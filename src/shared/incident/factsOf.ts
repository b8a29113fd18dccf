import type { Alert } from '../alert/alert.ts';
import type { JournalEvent } from '../desk/journalEvent.ts';
import type { Run } from '../run/run.ts';
import type { Runbook } from '../runbook/runbook.ts';
import type { FactName } from './facts.ts';
import type { Incident } from './incident.ts';
import { watchPeriodMs } from './incidentClocks.ts';
import { isOpenStatus } from './nextStatus.ts';

export type FactInput = {
  readonly incident: Incident;
  /** As the lab calls what the incident concerns. */
  readonly serviceName: string | null;
  readonly hostName: string | null;
  /** Of this incident only; so are `alerts` and `events`. */
  readonly runs: readonly Run[];
  readonly alerts: readonly Alert[];
  readonly events: readonly JournalEvent[];
  readonly runbook: Pick<Runbook, 'actions'>;
  readonly now: number;
};

/** The facts that hold, by their names (`facts.ts`, and `ran:ACTION`), each with a short sentence why. */
export function factsOf(input: FactInput): ReadonlyMap<string, string> {
  const facts = new Map<string, string>();
  for (const [name, why] of Object.entries(sentences(input))) if (why !== null) facts.set(name, why);
  for (const run of input.runs) {
    if (run.subject.kind === 'action' && hasSucceeded(run)) facts.set(`ran:${run.subject.actionId}`, ranText(run));
  }
  return facts;
}

function sentences(input: FactInput): Readonly<Record<FactName, string | null>> {
  return { ...factsOfPeople(input), ...factsOfMessages(input), ...factsOfRuns(input), ...factsOfResolution(input) };
}

/** What a run found that still goes on may be taken back, and is no fact yet. */
const settledFindings = (runs: FactInput['runs']) => runs.flatMap((run) => (run.outcome === null ? [] : run.findings));

function factsOfPeople(input: FactInput) {
  const { incident, events, runs } = input;
  const found = settledFindings(runs).find(({ severity }) => severity !== 'ok');
  const escalated = events.findLast((event) => event.type === 'incident.escalated');
  return {
    acknowledged: incident.timestamps.acknowledgedAt === null ? null : 'acknowledged by you',
    'severity-set': severitySet(incident),
    'affected-known': affected(input),
    'findings-noted': firstOf(
      hasNote(events, 0) && 'a note was written',
      found !== undefined && `found: ${found.text}`,
      incident.cause !== null && 'the cause was set',
    ),
    escalated: escalated === undefined ? null : `escalated to ${escalated.data.target}`,
    'root-cause-known': incident.cause === null ? null : `cause: ${firstLine(incident.cause)}`,
  };
}

function factsOfMessages({ incident }: FactInput) {
  const { messages } = incident;
  const { resolvedAt } = incident.timestamps;
  const sent = (message: (typeof messages)[number] | undefined) =>
    message === undefined ? null : `sent: ${message.subject}`;
  return {
    notified: sent(messages[0]),
    'update-sent': sent(messages[1]),
    'resolution-sent': sent(messages.find(({ at }) => resolvedAt !== null && at >= resolvedAt)),
    'ticket-created': sent(messages.find(({ via }) => via === 'ticket')),
    'status-page-set': sent(messages.find(({ via }) => via === 'statusPage')),
  };
}

function factsOfRuns({ incident, runs, runbook }: FactInput) {
  const succeeded = runs.filter(hasSucceeded);
  const look = succeeded.find(({ plan }) => plan.effect === 'reads');
  const workaround = succeeded.find(({ plan }) => plan.effect !== 'reads');
  const isolation = succeeded.find((run) => remedyKindOf(run, runbook) === 'isolate');
  const change = settledFindings(runs).find(({ id }) => id.startsWith('change'));
  const diagnostic = runs.find(({ subject, plan }) => subject.kind !== 'evidence' && plan.effect === 'reads');
  const isMovedOn = incident.status !== 'investigating' && isOpenStatus(incident.status);
  return {
    'logs-checked': look === undefined ? null : ranText(look),
    'workaround-applied': workaround === undefined ? null : ranText(workaround),
    isolated: isolation === undefined ? null : ranText(isolation),
    'changes-reviewed': change === undefined ? null : `found: ${change.text}`,
    'investigation-started': firstOf(
      diagnostic !== undefined && `${diagnostic.plan.title} was run`,
      incident.cause !== null && 'the cause was set',
      isMovedOn && `the status is ${incident.status}`,
    ),
  };
}

function factsOfResolution({ incident, alerts, runs, events, now }: FactInput) {
  const { mitigatedAt, resolvedAt } = incident.timestamps;
  const isQuiet = resolvedAt !== null && !isOpenStatus(incident.status) && now >= resolvedAt + watchPeriodMs;
  const areOver = alerts.every(({ ended }) => ended !== null);
  const recovered = [...new Set(alerts.flatMap(({ ended }) => (ended?.kind === 'recovered' ? [ended.text] : [])))];
  const proven = runs.find((run) => hasSucceeded(run) && run.plan.verification !== null);
  return {
    mitigated: mitigatedAt === null ? null : 'the outage is over',
    'restoration-verified': firstOf(
      areOver && recovered.length > 0 && `recovered: ${recovered.join('; ')}`,
      proven !== undefined && `${proven.plan.title}: its checks are ok again`,
    ),
    'resolution-documented': firstOf(
      resolvedAt !== null && incident.cause !== null && 'the cause was set',
      resolvedAt !== null && hasNote(events, resolvedAt) && 'a note was written after the resolution',
    ),
    'no-regression': isQuiet ? 'quiet for 2 h after the resolution' : null,
  };
}

/** The first reason that holds. */
function firstOf(...reasons: readonly (string | false)[]): string | null {
  return reasons.find((reason) => reason !== false) ?? null;
}

function severitySet({ severity, severityBy, timestamps }: Incident): string | null {
  if (severityBy === 'person') return `severity P${severity} set by you`;
  return timestamps.acknowledgedAt === null ? null : `P${severity} as suggested, acknowledged by you`;
}

function affected({ serviceName, hostName }: FactInput): string | null {
  if (serviceName !== null) return hostName === null ? serviceName : `${serviceName} on ${hostName}`;
  return hostName;
}

function hasNote(events: readonly JournalEvent[], sinceAt: number): boolean {
  return events.some((event) => event.type === 'incident.noteAdded' && event.occurredAt >= sinceAt);
}

function hasSucceeded(run: Run): boolean {
  return run.outcome?.kind === 'succeeded' && run.undoneAt === null;
}

function remedyKindOf({ subject }: Run, { actions }: FactInput['runbook']): string | null {
  if (subject.kind !== 'action') return null;
  return actions.find(({ id }) => id === subject.actionId)?.remedy?.kind ?? null;
}

function ranText(run: Run): string {
  return run.subject.kind === 'evidence' ? 'evidence was collected' : `${run.plan.title} has succeeded`;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
