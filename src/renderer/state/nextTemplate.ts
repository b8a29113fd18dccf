import type { Incident } from '#shared/incident/incident.ts';
import type { MessageTemplate } from '#shared/runbook/runbook.ts';

/**
 * The message that is due: the first one, then progress, then the resolution. Where none says that it is meant for that,
 * the first of the runbook, or its last once all is over; null where it has none.
 */
export function nextTemplate(incident: Incident, templates: readonly MessageTemplate[]): MessageTemplate | null {
  const purposeOf = (templateId: string) => templates.find((template) => template.id === templateId)?.purpose;
  const isSent = (purpose: MessageTemplate['purpose']) =>
    incident.messages.some((message) => purposeOf(message.templateId) === purpose);
  const isOver = incident.status === 'resolved' || incident.status === 'closed';
  const wanted = isOver ? 'resolution' : isSent('initial') ? 'progress' : 'initial';
  return templates.find((template) => template.purpose === wanted) ?? templates.at(isOver ? -1 : 0) ?? null;
}
