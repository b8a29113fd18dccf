import type { DeskState } from '#shared/desk/deskState.ts';
import type { JournalEntry } from '#shared/desk/journalEvent.ts';
import { offeredRemedy } from '#shared/incident/offeredRemedy.ts';
import type { Incident } from '#shared/incident/incident.ts';
import type { OfferedRemedy } from '#shared/notification/notification.ts';
import type { Runbook } from '#shared/runbook/runbook.ts';

/**
 * Once findings of a run suggest a remedy, the notifications of its incident that nobody answered offer it: the one
 * that is on the desktop gets a button, and nobody is called a second time.
 */
export function remedyOffers(
  state: DeskState,
  runId: string,
  runbookByHash: (hash: string) => Runbook | null,
): readonly JournalEntry[] {
  const incident = incidentOf(state, runId);
  const runbook = incident === null ? null : runbookByHash(incident.runbookHash);
  const remedy =
    incident === null || runbook === null ? null : offeredRemedy(runbook, incident, Object.values(state.runs));
  if (incident === null || remedy === null) return [];
  return Object.values(state.notifications)
    .filter(
      ({ incidentId, answeredAt, level }) => incidentId === incident.id && answeredAt === null && level !== 'recovery',
    )
    .filter((record) => !isSame(record.remedy, remedy))
    .map(({ id }) => ({ type: 'notification.remedyOffered', data: { notificationId: id, remedy } }));
}

/** The incident of a run, while somebody is still called for it. */
function incidentOf({ runs, incidents }: DeskState, runId: string): Incident | null {
  const incident = incidents[runs[runId]?.incidentId ?? ''];
  const isCalling = incident !== undefined && incident.status !== 'resolved' && incident.status !== 'closed';
  return isCalling && incident.timestamps.acknowledgedAt === null ? incident : null;
}

const isSame = (known: OfferedRemedy | undefined, remedy: OfferedRemedy): boolean =>
  known?.actionId === remedy.actionId && known.asks === remedy.asks;
