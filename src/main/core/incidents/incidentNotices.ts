import { randomUUID } from 'node:crypto';
import type { JournalEntry } from '#shared/desk/journalEvent.ts';
import type { Incident, Severity } from '#shared/incident/incident.ts';
import type { IncidentClock } from '#shared/incident/incidentClocks.ts';
import { notificationEntry } from '#shared/notification/notificationEntry.ts';
import type { Notification } from '#shared/notification/notification.ts';
import type { RaisedAlert } from '#shared/alert/alert.ts';
import { timeOfDay } from '#shared/time/zonedTime.ts';

type Named = Pick<Incident, 'id' | 'title' | 'hostId'> & { readonly severity: Severity };

/** Says that an incident opened, or that it goes on after it had been resolved. */
export function openedNotice(
  incident: Named,
  text: string,
  responseDue: string | null,
  isAgain: boolean,
): JournalEntry {
  const body = responseDue === null ? text : `${text}. Response due ${responseDue}.`;
  return say(incident, levelOf(incident), isAgain ? `Again: ${incident.title}` : incident.title, body, [
    'acknowledge',
    'review',
  ]);
}

/** Says that an incident is worse than was said before. */
export function worsenedNotice(incident: Named, reason: string): JournalEntry {
  return say(incident, levelOf(incident), `Now P${incident.severity}: ${incident.title}`, reason, [
    'acknowledge',
    'review',
  ]);
}

export function resolvedNotice(incident: Named, text: string): JournalEntry {
  return say(incident, 'recovery', `Resolved: ${incident.title}`, text, ['open']);
}

/** Says once for an incident what is overdue; the clocks that bind towards others keep the severity's urgency. */
export function overdueNotice(incident: Named, clocks: readonly IncidentClock[], timeZone: string): JournalEntry {
  const isUrgent = clocks.some(({ id }) => id === 'response' || id === 'update');
  const isResponse = clocks.some(({ id }) => id === 'response');
  const body = clocks.map((clock) => overdueText(clock, timeZone)).join('\n');
  const level = isUrgent ? levelOf(incident) : 'info';
  return say(incident, level, `Overdue: ${incident.title}`, body, isResponse ? ['acknowledge', 'review'] : ['review']);
}

export function overdueText(clock: IncidentClock, timeZone: string): string {
  return `${clock.label} was due by ${timeOfDay(clock.dueBy, timeZone)}`;
}

/** Says that something is not as it should be, or is again, where no incident was opened for it. */
export function alertNotice(
  alert: Pick<RaisedAlert, 'hostId'>,
  level: 'warning' | 'recovery',
  title: string,
  body: string,
): JournalEntry {
  return notificationEntry(
    { level, title, body, incidentId: null, hostId: alert.hostId, actions: ['open'] },
    randomUUID(),
  );
}

function say(
  { id, hostId }: Named,
  level: Notification['level'],
  title: string,
  body: string,
  actions: Notification['actions'],
): JournalEntry {
  return notificationEntry({ level, title, body, incidentId: id, hostId, actions }, randomUUID());
}

function levelOf({ severity }: Named): Notification['level'] {
  return `P${severity}`;
}
