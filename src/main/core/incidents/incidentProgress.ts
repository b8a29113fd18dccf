import type { JournalEntry, JournalEvent } from '#shared/desk/journalEvent.ts';
import { isOpenStatus, nextStatus } from '#shared/incident/nextStatus.ts';
import { factsOf } from '#shared/incident/factsOf.ts';
import type { Incident } from '#shared/incident/incident.ts';
import type { Runbook } from '#shared/runbook/runbook.ts';
import type { IncidentContext } from './incidentContext.ts';
import { bySitrep, type IncidentsDeps } from './incidentsDeps.ts';
import { isChanging, resolutionEntries } from './resolution.ts';

export type IncidentProgress = {
  /** Draws the consequences of what was journalled. */
  readonly follow: (events: readonly JournalEvent[]) => void;
  /** Draws those that an earlier process did not get to, and those of time. */
  readonly review: (incidentId: string) => void;
};

/** Moves incidents on by facts: a remedy that starts, alerts that are over, steps that tick themselves. */
export function incidentProgress(deps: IncidentsDeps, context: IncidentContext): IncidentProgress {
  const { journal } = deps;

  function review(incidentId: string): void {
    const incident = journal.state().incidents[incidentId];
    if (incident === undefined || incident.status === 'closed') return;
    append(resolutionOf(incident));
    const next = journal.state().incidents[incidentId];
    if (next !== undefined) append(ticksOf(next));
  }

  function append(entries: readonly JournalEntry[]): void {
    if (entries.length > 0) journal.append(entries, bySitrep);
  }

  function resolutionOf(incident: Incident): readonly JournalEntry[] {
    const runs = context.runsOf(incident);
    const alerts = context.alertsOf(incident);
    const isWaiting = !isOpenStatus(incident.status) || alerts.some(({ ended }) => ended === null);
    if (isWaiting) return [];
    const events = journal.eventsOfIncident(incident.id);
    return resolutionEntries({ incident, alerts, runs, events, now: deps.clock.now() });
  }

  function ticksOf(incident: Incident): readonly JournalEntry[] {
    const runbook = context.runbookOf(incident);
    if (runbook === null) return [];
    const waiting = stepsWaiting(incident, runbook);
    if (waiting.length === 0) return [];
    const facts = factsOf({
      incident,
      serviceName: incident.serviceId === null ? null : context.serviceName(incident.serviceId),
      hostName: incident.hostId === null ? null : context.hostName(incident.hostId),
      runbook,
      runs: context.runsOf(incident),
      alerts: context.alertsOf(incident),
      events: journal.eventsOfIncident(incident.id),
      now: deps.clock.now(),
    });
    return waiting.flatMap(({ id: stepId, tick }): readonly JournalEntry[] => {
      const why = facts.get(tick);
      const mark = { incidentId: incident.id, stepId, state: 'done', by: 'fact' } as const;
      return why === undefined ? [] : [{ type: 'incident.stepMarked', data: { ...mark, why } }];
    });
  }

  function startedRemedy(event: JournalEvent): readonly JournalEntry[] {
    if (event.type !== 'run.stageEntered') return [];
    const run = journal.state().runs[event.data.runId];
    const incident = run?.incidentId == null ? undefined : journal.state().incidents[run.incidentId];
    if (run === undefined || incident === undefined || !isChanging(run)) return [];
    const status = nextStatus(incident.status, { kind: 'remedyStarted' });
    const reason = `${run.plan.title} was started`;
    return status === null ? [] : [{ type: 'incident.statusSet', data: { incidentId: incident.id, status, reason } }];
  }

  return {
    review,
    follow: (events) => {
      append(events.flatMap(startedRemedy));
      for (const incidentId of new Set(events.flatMap((event) => concerned(deps, event)))) review(incidentId);
    },
  };
}

/** Steps that tick themselves and that nobody has marked; one that a person opened again stays the person's. */
function stepsWaiting(incident: Incident, runbook: Runbook): readonly { readonly id: string; readonly tick: string }[] {
  const isResolved = !isOpenStatus(incident.status);
  const lists = isResolved ? [...runbook.phases, ...runbook.followUps] : runbook.phases;
  return lists
    .flatMap((list) => list.steps)
    .flatMap(({ id, tick }) => (tick === null || Object.hasOwn(incident.marks, id) ? [] : [{ id, tick }]));
}

/** The incident that an event is about; ticks of our own lead to nothing further. */
function concerned({ journal }: IncidentsDeps, event: JournalEvent): readonly string[] {
  if (event.type === 'incident.stepMarked') return [];
  const { data } = event;
  const { runs, alerts } = journal.state();
  if ('incidentId' in data) return data.incidentId === null ? [] : [data.incidentId];
  const id =
    'runId' in data ? runs[data.runId]?.incidentId : 'alertId' in data ? alerts[data.alertId]?.incidentId : null;
  return id == null ? [] : [id];
}
