import type { JournalEntry, JournalEvent } from '#shared/desk/journalEvent.ts';
import type { Alert } from '#shared/alert/alert.ts';
import type { Incident } from '#shared/incident/incident.ts';
import { nextStatus } from '#shared/incident/nextStatus.ts';
import type { Run } from '#shared/run/run.ts';
import { durationText } from '#shared/time/duration.ts';
import { resolvedNotice } from './incidentNotices.ts';

export type ResolutionInput = {
  readonly incident: Incident;
  readonly alerts: readonly Alert[];
  readonly runs: readonly Run[];
  readonly events: readonly JournalEvent[];
  readonly now: number;
};

/**
 * What resolves an incident whose alerts are all over, at least one of them by recovery; empty while there is nothing
 * to resolve. While a remedy runs its end is awaited. A remedy that succeeded gets the credit; else it recovered by
 * itself. What a person reopened is not resolved again by what was over before.
 */
export function resolutionEntries(input: ResolutionInput): readonly JournalEntry[] {
  const { incident, runs } = input;
  if (nextStatus(incident.status, { kind: 'recovered' }) === null || !isOver(input)) return [];
  if (runs.some(isChanging)) return [];
  const outageMs = input.now - incident.timestamps.startedAt;
  const after = `after ${durationText(outageMs)}`;
  const remedy = runs.findLast((run) => isSuccessfulRemedy(run) && run.startedAt >= openedAt(input));
  if (remedy !== undefined) {
    const reason = `${remedy.plan.title} worked, ${recoveryText(input)}`;
    return [
      { type: 'incident.statusSet', data: { incidentId: incident.id, status: 'resolved', reason } },
      resolvedNotice(incident, `${remedy.plan.title} worked, ${after}: ${recoveryText(input)}.`),
    ];
  }
  const text = `recovered by itself, ${recoveryText(input)}`;
  return [
    { type: 'incident.recovered', data: { incidentId: incident.id, text } },
    resolvedNotice(incident, `Recovered by itself ${after}: ${recoveryText(input)}. The cause is still to be found.`),
  ];
}

/** A remedy that acts on the host right now, its proof included. */
export function isChanging(run: Run): boolean {
  const isActing =
    run.stage === 'capturing' || run.stage === 'executing' || run.stage === 'verifying' || run.stage === 'undoing';
  return isActing && run.plan.effect !== 'reads';
}

function isSuccessfulRemedy(run: Run): boolean {
  return run.plan.effect !== 'reads' && run.outcome?.kind === 'succeeded' && run.undoneAt === null;
}

function isOver({ alerts, events }: ResolutionInput): boolean {
  const areEnded = alerts.length > 0 && alerts.every(({ ended }) => ended !== null);
  const opened = events.findLastIndex(isOpening);
  const hasRecovered = events.slice(opened + 1).some(({ type }) => type === 'alert.recovered');
  return areEnded && hasRecovered;
}

function openedAt({ events }: ResolutionInput): number {
  return events.findLast(isOpening)?.occurredAt ?? 0;
}

function isOpening(event: JournalEvent): boolean {
  return event.type === 'incident.opened' || event.type === 'incident.reopened';
}

function recoveryText({ alerts }: ResolutionInput): string {
  const texts = alerts.flatMap(({ ended }) => (ended?.kind === 'recovered' ? [ended.text] : []));
  return [...new Set(texts)].join('; ');
}
