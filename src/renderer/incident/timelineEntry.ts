import { assertNever } from '#shared/assertNever.ts';
import type { JournalEvent } from '#shared/desk/journalEvent.ts';
import { findingsAfter } from '#shared/run/findingsAfter.ts';
import type { Finding, RunOutcome } from '#shared/run/run.ts';

export type TimelineKind = 'note' | 'run' | 'message' | 'incident';
export type TimelineEntry = {
  readonly sequence: number;
  readonly at: number;
  readonly kind: TimelineKind;
  readonly text: string;
  readonly isPerson: boolean;
};

/** The timeline of an incident, oldest first: one sentence an event, what only machines need left out. */
export function timelineEntries(events: readonly JournalEvent[]): readonly TimelineEntry[] {
  const titles = new Map(
    events.flatMap((event) =>
      event.type === 'run.planned' ? [[event.data.runId, event.data.plan.title] as const] : [],
    ),
  );
  const found = findingsTold(events);
  const runs = {
    titleOf: (runId: string) => titles.get(runId) ?? 'Run',
    foundAt: (sequence: number) => found.get(sequence) ?? [],
  };
  return events.flatMap((event) => timelineEntry(event, runs) ?? []);
}

/** What the timeline needs to know of runs: their titles, and which findings to tell at an event. */
type RunsTold = {
  readonly titleOf: (runId: string) => string;
  readonly foundAt: (sequence: number) => readonly Finding[];
};

/** Findings that a run told one after the other, and took back, are told once, at the last event, as they stand then. */
function findingsTold(events: readonly JournalEvent[]): ReadonlyMap<number, readonly Finding[]> {
  const told = new Map<number, readonly Finding[]>();
  const standing = new Map<string, { readonly sequence: number; readonly findings: readonly Finding[] }>();
  for (const { type, sequence, data } of events) {
    if (type !== 'run.found') continue;
    const before = standing.get(data.runId);
    const findings = findingsAfter(before?.findings ?? [], data);
    if (data.standing !== null && before !== undefined) told.delete(before.sequence);
    told.set(sequence, data.standing === null ? data.findings : findings);
    if (data.standing !== null) standing.set(data.runId, { sequence, findings });
  }
  return told;
}

function timelineEntry(event: JournalEvent, runs: RunsTold): TimelineEntry | null {
  const said = sentence(event, runs);
  if (said === null) return null;
  return {
    sequence: event.sequence,
    at: event.occurredAt,
    kind: said[0],
    text: said[1],
    isPerson: event.actor === 'person' && said[0] !== 'note',
  };
}

const toldAtOnce = 3;

/** The first problems in words and how many more there are; points of issue patterns only repeat what others say. */
function foundText(findings: readonly Finding[]): string | null {
  const problems = findings.filter(
    ({ id, severity }) => severity !== 'ok' && severity !== 'info' && !id.startsWith('point:'),
  );
  if (problems.length === 0) return null;
  const said = problems.slice(0, toldAtOnce).map((finding) => finding.text);
  return [...said, ...(problems.length > toldAtOnce ? [`${problems.length - toldAtOnce} more`] : [])].join('; ');
}

/** How a run ended, as the rest of a sentence about it. */
const endWords: Readonly<Record<RunOutcome['kind'], string>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  refused: 'was refused',
  cancelled: 'was cancelled',
  unknown: 'has an unknown end',
};

type Said = readonly [TimelineKind, string] | null;

const because = (reason: string): string => (reason === '' ? '' : `: ${reason}`);

// One case a line of the timeline; long because the journal has many types.
function sentence(event: JournalEvent, { titleOf, foundAt }: RunsTold): Said {
  switch (event.type) {
    case 'alert.raised':
      return ['incident', `Alert: ${event.data.alert.text}`];
    case 'alert.worsened':
      return ['incident', `Now ${event.data.outcome}: ${event.data.text}`];
    case 'alert.unmuted':
      return ['incident', `Alert no longer muted: ${event.data.why}`];
    case 'alert.recovered':
      return ['incident', `Recovered: ${event.data.text}`];
    case 'alert.retired':
      return ['incident', `Alert retired: ${event.data.why}`];
    case 'incident.opened':
      return [
        'incident',
        `Opened as P${event.data.severity}: ${event.data.title}${because(event.data.severityReason)}`,
      ];
    case 'incident.alertJoined':
      return ['incident', 'Another alert of the same cause joined'];
    case 'incident.acknowledged':
      return ['incident', 'Acknowledged'];
    case 'incident.severitySet':
      return ['incident', `Severity set to P${event.data.severity}${because(event.data.reason)}`];
    case 'incident.statusSet':
      return ['incident', `Status: ${event.data.status}${because(event.data.reason)}`];
    case 'incident.recovered':
      return ['incident', `Recovered by itself${because(event.data.text)}`];
    case 'incident.reopened':
      return ['incident', `Reopened${because(event.data.reason)}`];
    case 'incident.noteAdded':
      return ['note', event.data.text];
    case 'incident.causeSet':
      return ['note', `Cause: ${event.data.text}`];
    case 'incident.timestampCorrected':
      return [
        'incident',
        `Corrected when it was ${event.data.timestamp.replace('At', '')}${because(event.data.reason)}`,
      ];
    case 'incident.stepMarked':
      return event.data.by === 'fact' ? null : ['incident', `Step ${event.data.state}${because(event.data.why)}`];
    case 'incident.clockBreached':
      return ['incident', event.data.text];
    case 'incident.escalated':
      return ['incident', `Escalated to ${event.data.target}${because(event.data.reason)}`];
    case 'message.drafted':
      return null;
    case 'message.discarded':
      return ['message', 'Draft discarded'];
    case 'message.sent': {
      const to = event.data.to.length === 0 ? '' : ` to ${event.data.to.join(', ')}`;
      return ['message', `Message out by ${event.data.via}${to}: ${event.data.subject}`];
    }
    case 'run.planned':
      return event.data.plan.effect === 'reads' ? null : ['run', `${event.data.plan.title}: planned`];
    case 'run.folderNamed':
      return ['run', `${titleOf(event.data.runId)}: to run in ${event.data.plan.folder ?? 'no folder'}`];
    case 'run.consented':
      return event.data.how === 'none' ? null : ['run', `${titleOf(event.data.runId)}: consent given`];
    case 'run.captured':
      return event.data.wayBack.kind === 'kept'
        ? ['run', `${titleOf(event.data.runId)}: way back kept, ${event.data.wayBack.text}`]
        : null;
    case 'run.found': {
      const said = foundText(foundAt(event.sequence));
      return said === null ? null : ['run', `${titleOf(event.data.runId)} found: ${said}`];
    }
    case 'run.cancelRequested':
      return ['run', `${titleOf(event.data.runId)}: stop asked for`];
    case 'run.ended':
      return [
        'run',
        `${titleOf(event.data.runId)} ${endWords[event.data.outcome.kind]}${because(event.data.outcome.text)}`,
      ];
    case 'run.undone':
      return [
        'run',
        `${titleOf(event.data.runId)}: undo ${endWords[event.data.outcome.kind]}${because(event.data.outcome.text)}`,
      ];
    case 'run.preflighted':
    case 'run.stageEntered':
    case 'run.stepStarted':
    case 'run.stepEnded':
    case 'silence.added':
    case 'silence.removed':
    case 'core.started':
    case 'lab.changed':
    case 'prompt.raised':
    case 'prompt.answered':
    case 'prompt.withdrawn':
    case 'notification.raised':
    case 'notification.delivered':
    case 'notification.remedyOffered':
    case 'notification.answered':
    case 'notifications.paused':
      return null;
    default:
      return assertNever(event);
  }
}
