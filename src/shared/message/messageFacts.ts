import type { DeskState } from '../desk/deskState.ts';
import type { JournalEvent } from '../desk/journalEvent.ts';
import type { Incident, Severity } from '../incident/incident.ts';
import type { Run } from '../run/run.ts';
import type { SeverityLevel } from '../runbook/runbook.ts';
import { hourMs, type Instant, minuteMs } from '../time/instant.ts';
import { timeOfDay } from '../time/zonedTime.ts';

/** Everything about an incident that a message may say. Lists are lines of text, oldest first. */
export type MessageFacts = {
  readonly incident: Incident;
  /** The level's name in the runbook, `Critical`; empty where it names none. */
  readonly levelName: string;
  readonly descriptions: readonly string[];
  readonly affected: readonly string[];
  readonly actions: readonly string[];
  /** What happened since the last message. */
  readonly progress: readonly string[];
  readonly resolutions: readonly string[];
  readonly serviceName: string | null;
  readonly hostName: string | null;
  readonly nextUpdateAt: Instant;
  readonly now: Instant;
  readonly zone: string;
};

export type FactSources = {
  readonly incident: Incident;
  readonly desk: DeskState;
  /** The incident's events in order. */
  readonly events: readonly JournalEvent[];
  readonly levels: readonly SeverityLevel[];
  readonly serviceName: string | null;
  readonly hostName: string | null;
  /** As the lab calls a host that an alert concerns. */
  readonly nameOfHost: (hostId: string) => string;
  readonly now: Instant;
  readonly zone: string;
};

/** How soon people hear again where nobody says otherwise. */
const updateEveryMs: Readonly<Record<Severity, number>> = {
  1: 30 * minuteMs,
  2: hourMs,
  3: 4 * hourMs,
  4: 24 * hourMs,
};

/** An ended run in a few words; evidence that Sitrep gathers by itself is no action of anybody. */
function runText(run: Run): string | null {
  if (run.subject.kind !== 'action' || run.outcome === null) return null;
  const outcome: Readonly<Record<NonNullable<Run['outcome']>['kind'], string>> = {
    succeeded: run.plan.effect === 'reads' ? '' : ', worked',
    failed: run.plan.effect === 'reads' ? ', could not be completed' : ', did not help',
    refused: ', not possible',
    cancelled: ', stopped',
    unknown: ', outcome not known yet',
  };
  return `${run.plan.title}${outcome[run.outcome.kind]}`;
}

function eventText(event: JournalEvent, desk: DeskState): string | null {
  if (event.type === 'incident.opened') return event.actor === 'sitrep' ? 'Detected by monitoring' : 'Reported';
  if (event.type === 'incident.acknowledged') return 'Acknowledged, investigation started';
  if (event.type === 'incident.escalated') return `Escalated to ${event.data.target}`;
  if (event.type === 'incident.reopened') return 'The problem came back';
  const run = event.type === 'run.ended' ? desk.runs[event.data.runId] : undefined;
  return run === undefined ? null : runText(run);
}

function progressText(event: JournalEvent, desk: DeskState): string | null {
  if (event.type === 'incident.opened') return null;
  if (event.type === 'incident.noteAdded') return event.data.text;
  if (event.type === 'incident.causeSet') return `Cause found: ${event.data.text}`;
  if (event.type === 'incident.recovered') return event.data.text;
  return eventText(event, desk);
}

function lines(
  { events, desk, zone }: FactSources,
  textOf: (event: JournalEvent, desk: DeskState) => string | null,
  sinceAt: Instant,
): readonly string[] {
  return events
    .filter((event) => event.occurredAt >= sinceAt)
    .flatMap((event) => {
      const text = textOf(event, desk);
      return text === null ? [] : [`${timeOfDay(event.occurredAt, zone)} ${text}`];
    });
}

function affectedBy({ incident, desk, serviceName, hostName, nameOfHost }: FactSources): readonly string[] {
  const open = incident.alertIds.flatMap((id) => desk.alerts[id] ?? []);
  const hosts = new Set(open.flatMap((alert) => (alert.hostId === null ? [] : [alert.hostId])));
  if (serviceName !== null) return [hostName === null ? serviceName : `${serviceName} on ${hostName}`];
  if (hostName !== null) return [hostName];
  return [...hosts].map(nameOfHost);
}

function resolutionsOf({ incident, desk, zone }: FactSources): readonly string[] {
  const runs = incident.runIds.flatMap((id) => desk.runs[id] ?? []);
  const worked = runs.filter((run) => run.outcome?.kind === 'succeeded' && run.plan.effect !== 'reads');
  const texts = worked.map((run) => `${run.plan.title} (${timeOfDay(run.endedAt ?? run.startedAt, zone)})`);
  if (texts.length > 0 || !incident.recoveredByItself) return texts;
  return ['Recovered without a change of ours'];
}

/** Gathers what an incident, its alerts, runs and journal say, for messages to draw on. */
export function messageFacts(sources: FactSources): MessageFacts {
  const { incident, desk, now } = sources;
  const lastSentAt = incident.messages.at(-1)?.at ?? 0;
  return {
    incident,
    levelName: sources.levels.find((level) => level.rank === incident.severity)?.name ?? '',
    descriptions: incident.alertIds.flatMap((id) => desk.alerts[id]?.text ?? []),
    affected: affectedBy(sources),
    actions: lines(sources, eventText, 0),
    progress: lines(sources, progressText, lastSentAt),
    resolutions: resolutionsOf(sources),
    serviceName: sources.serviceName,
    hostName: sources.hostName,
    nextUpdateAt: now + updateEveryMs[incident.severity],
    now,
    zone: sources.zone,
  };
}
