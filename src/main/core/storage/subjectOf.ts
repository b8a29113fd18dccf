import type { JournalEntry } from '#shared/desk/journalEvent.ts';

/** What an event is about, by which an incident's timeline finds it; null for what concerns no incident. */
export function subjectOf(entry: JournalEntry): string | null {
  const data = entry.data;
  if ('runId' in data) return `run:${data.runId}`;
  if ('notificationId' in data) return `notification:${data.notificationId}`;
  if ('incidentId' in data) return `incident:${data.incidentId}`;
  if ('alertId' in data) return `alert:${data.alertId}`;
  if ('alert' in data) return `alert:${data.alert.id}`;
  if ('notification' in data) return `notification:${data.notification.id}`;
  return null;
}

export type Belonging = { readonly incidentId: string; readonly subject: string };

/** Which things an event ties to an incident from now on; what was said of them before belongs to it as well. */
export function belongingsOf(entry: JournalEntry): readonly Belonging[] {
  if (entry.type === 'incident.opened') {
    const { incidentId, alertIds } = entry.data;
    return [`incident:${incidentId}`, ...alertIds.map((id) => `alert:${id}`)].map((subject) => ({
      incidentId,
      subject,
    }));
  }
  if (entry.type === 'incident.alertJoined' || entry.type === 'incident.reopened') {
    return belonging(entry.data.incidentId, 'alert', entry.data.alertId);
  }
  if (entry.type === 'run.planned') return belonging(entry.data.incidentId, 'run', entry.data.runId);
  if (entry.type === 'notification.raised') {
    const { incidentId, id } = entry.data.notification;
    return belonging(incidentId, 'notification', id);
  }
  return [];
}

function belonging(incidentId: string | null, kind: string, id: string | null): readonly Belonging[] {
  return incidentId === null || id === null ? [] : [{ incidentId, subject: `${kind}:${id}` }];
}
