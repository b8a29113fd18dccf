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
  switch (entry.type) {
    case 'incident.opened': {
      const { incidentId, alertIds } = entry.data;
      const subjects = [`incident:${incidentId}`, ...alertIds.map((id) => `alert:${id}`)];
      return subjects.map((subject) => ({ incidentId, subject }));
    }
    case 'incident.alertJoined':
    case 'incident.reopened': {
      const { incidentId, alertId } = entry.data;
      return alertId === null ? [] : [{ incidentId, subject: `alert:${alertId}` }];
    }
    case 'run.planned': {
      const { incidentId, runId } = entry.data;
      return incidentId === null ? [] : [{ incidentId, subject: `run:${runId}` }];
    }
    case 'notification.raised': {
      const { incidentId, id } = entry.data.notification;
      return incidentId === null ? [] : [{ incidentId, subject: `notification:${id}` }];
    }
    default:
      return [];
  }
}
