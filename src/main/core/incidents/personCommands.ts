import type { JournalEntry } from '#shared/desk/journalEvent.ts';
import type { Incident } from '#shared/incident/incident.ts';
import { choicesFrom, nextStatus } from '#shared/incident/nextStatus.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import type { IncidentContext } from './incidentContext.ts';
import type { Incidents } from './incidents.ts';
import type { IncidentsDeps } from './incidentsDeps.ts';
import { openingEntries } from './openingEntries.ts';

type Commands = Omit<Incidents, 'alertChanged' | 'close'>;
type Request = { readonly requestId: string; readonly incidentId: string };

/** What people do with incidents. A request is journalled even where it changes nothing, so that a repeat is known. */
export function personCommands(deps: IncidentsDeps, context: IncidentContext): Commands {
  const { journal, clock } = deps;

  function command(request: Request, decide: (incident: Incident) => readonly JournalEntry[]): void {
    const { requestId, incidentId } = request;
    if (journal.eventsOfRequest(requestId).length > 0) return;
    const { incidents } = journal.state();
    const incident = Object.hasOwn(incidents, incidentId) ? incidents[incidentId] : undefined;
    if (incident === undefined) throw noIncident(incidentId);
    journal.append(decide(incident), { actor: 'person', requestId });
  }

  return {
    open: (request) => openByPerson(deps, context, request),
    acknowledge: (request) =>
      command(request, (incident) => {
        if (incident.status === 'closed') throw closed(incident);
        if (incident.timestamps.acknowledgedAt !== null) return [];
        return [{ type: 'incident.acknowledged', data: { incidentId: incident.id } }];
      }),
    setSeverity: (request) =>
      command(request, ({ id, severity, severityBy }) => {
        const isKnown = severity === request.severity && severityBy === 'person';
        const data = { incidentId: id, severity: request.severity, reason: request.reason };
        return isKnown ? [] : [{ type: 'incident.severitySet', data }];
      }),
    setStatus: (request) => command(request, (incident) => statusEntries(context, incident, request)),
    addNote: (request) =>
      command(request, ({ id }) => [{ type: 'incident.noteAdded', data: { incidentId: id, text: request.text } }]),
    setCause: (request) => command(request, (incident) => causeEntries(incident, request.text)),
    markStep: (request) =>
      command(request, (incident) => {
        const { stepId, state, why } = request;
        if (!hasStep(context, incident, stepId)) throw noStep(stepId);
        const data = { incidentId: incident.id, stepId, state, by: 'person', why } as const;
        return [{ type: 'incident.stepMarked', data }];
      }),
    correctTimestamp: (request) =>
      command(request, ({ id }) => {
        const { timestamp, at, reason } = request;
        if (at > clock.now()) throw inFuture();
        return [{ type: 'incident.timestampCorrected', data: { incidentId: id, timestamp, at, reason } }];
      }),
    escalate: (request) =>
      command(request, ({ id }) => {
        const { target, reason } = request;
        return [{ type: 'incident.escalated', data: { incidentId: id, target, reason } }];
      }),
  };
}

function openByPerson(deps: IncidentsDeps, context: IncidentContext, request: Parameters<Commands['open']>[0]): string {
  const { requestId, title, severity, hostId, serviceId } = request;
  const isFirst = (event: { readonly type: string }) => event.type === 'incident.opened';
  const first = deps.journal.eventsOfRequest(requestId).find(isFirst);
  if (first?.type === 'incident.opened') return first.data.incidentId;
  const service = deps.lab().services.find(({ id }) => id === serviceId);
  const { incidentId, entries } = openingEntries(deps, context, {
    title,
    severity,
    severityReason: 'set by you',
    causeKey: null,
    hostId: hostId ?? service?.host ?? null,
    serviceId,
    alertIds: [],
    startedAt: deps.clock.now(),
    // Whoever opened it knows of it.
    text: null,
  });
  deps.journal.append(entries, { actor: 'person', requestId });
  deps.collectEvidence(incidentId);
  return incidentId;
}

function statusEntries(
  context: IncidentContext,
  incident: Incident,
  { status, reason }: Pick<Parameters<Commands['setStatus']>[0], 'status' | 'reason'>,
): readonly JournalEntry[] {
  if (incident.status === status) return [];
  const next = nextStatus(incident.status, { kind: 'person', to: status });
  if (next === null) throw notPossible(incident, status);
  if (incident.status === 'resolved' && next !== 'closed') {
    return [{ type: 'incident.reopened', data: { incidentId: incident.id, alertId: null, reason } }];
  }
  if (next === 'closed' && reason.trim() === '') refuseOpenFollowUps(context, incident);
  return [{ type: 'incident.statusSet', data: { incidentId: incident.id, status: next, reason } }];
}

/** Follow-ups are done or waived before an incident is closed; a reason given for closing waives them. */
function refuseOpenFollowUps(context: IncidentContext, incident: Incident): void {
  const steps = context.runbookOf(incident)?.followUps.flatMap((list) => list.steps) ?? [];
  const open = steps.filter(({ id }) => (incident.marks[id]?.state ?? 'open') === 'open').length;
  if (open === 0) return;
  throw new RequestError(
    'INVALID',
    `${open} follow-ups of ${incident.id} are open`,
    'Mark them as done or skipped, or close with a reason that waives them.',
  );
}

/** A known cause is what makes an incident identified. */
function causeEntries(incident: Incident, text: string): readonly JournalEntry[] {
  const incidentId = incident.id;
  const cause: JournalEntry = { type: 'incident.causeSet', data: { incidentId, text } };
  const status = nextStatus(incident.status, { kind: 'causeFound' });
  if (status === null) return [cause];
  return [cause, { type: 'incident.statusSet', data: { incidentId, status, reason: 'the cause was set' } }];
}

/** Where the runbook cannot be read any more, people know better than we do. */
function hasStep(context: IncidentContext, incident: Incident, stepId: string): boolean {
  const runbook = context.runbookOf(incident);
  if (runbook === null) return true;
  const lists = [
    ...runbook.phases,
    ...runbook.followUps,
    ...runbook.issuePatterns.map(({ points }) => ({ steps: points })),
  ];
  return lists.some((list) => list.steps.some(({ id }) => id === stepId));
}

function noIncident(incidentId: string): RequestError {
  return new RequestError('NOT_FOUND', `There is no incident ${incidentId}`, 'Go back to the overview and pick one.');
}

function noStep(stepId: string): RequestError {
  return new RequestError('NOT_FOUND', `The incident's runbook has no step ${stepId}`, 'Reload the window.');
}

function inFuture(): RequestError {
  return new RequestError('INVALID', 'That time has not come yet', 'Give a time that has passed.');
}

function closed(incident: Incident): RequestError {
  return new RequestError('CONFLICT', `${incident.id} is closed`, 'Open a new incident if it happens again.');
}

function notPossible(incident: Incident, status: string): RequestError {
  const choices = choicesFrom(incident.status);
  if (choices.length === 0) return closed(incident);
  return new RequestError(
    'CONFLICT',
    `${incident.id} is ${incident.status} and cannot become ${status}`,
    `From here it can become ${choices.join(' or ')}.`,
  );
}
