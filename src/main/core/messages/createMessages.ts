import type { JournalEvent } from '#shared/desk/journalEvent.ts';
import type { Incident } from '#shared/incident/incident.ts';
import type { LabFile, LabTemplates } from '#shared/lab/labFile.ts';
import { isRecipient, mailtoLink } from '#shared/message/mailtoLink.ts';
import type { Draft, MessageVia } from '#shared/message/message.ts';
import { messageFacts, type MessageFacts } from '#shared/message/messageFacts.ts';
import { promisedUpdate } from '#shared/message/promisedUpdate.ts';
import { templatesFor } from '#shared/message/templatesFor.ts';
import { missingFields, newDraft, refreshDraft } from '#shared/message/refreshDraft.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import type { MessageTemplate, Runbook } from '#shared/runbook/runbook.ts';
import type { Clock } from '../ports/ports.ts';
import type { Journal } from '../storage/journal.ts';
import { emlFile } from './emlFile.ts';
import type { Messages } from './messages.ts';

export type MessageParts = {
  readonly journal: Pick<Journal, 'append' | 'state' | 'eventsOfIncident' | 'eventsOfRequest'>;
  readonly clock: Pick<Clock, 'now'>;
  /** IANA zone in which times are told. */
  readonly zone: () => string;
  readonly lab: () => LabFile;
  readonly runbookByHash: (hash: string) => Runbook | null;
  readonly newId: () => string;
  /** Those of the lab folder and the built-in ones, beside those of the runbook. */
  readonly templates: () => LabTemplates;
};

type Sent = JournalEvent & { readonly type: 'message.sent' };

const notFound = (what: string, mend: string) => new RequestError('NOT_FOUND', what, mend);

/** Drafts, edits and sends of incidents' messages over this journal. */
export function createMessages(parts: MessageParts): Messages {
  const { journal, clock } = parts;

  const incidentOf = (id: string): Incident => {
    const incident = journal.state().incidents[id];
    if (incident === undefined) throw notFound(`There is no incident ${id}`, 'Go back to the overview.');
    return incident;
  };
  const draftOf = (incident: Incident, draftId: string): Draft => {
    const draft = incident.drafts[draftId];
    if (draft !== undefined) return draft;
    throw notFound('There is no such draft', 'It may have been sent already: look at the timeline, or draft it again.');
  };
  const templateOf = (incident: Incident, templateId: string): MessageTemplate => {
    const templates = templatesFor(parts.templates(), parts.runbookByHash(incident.runbookHash));
    const found = templates.find((template) => template.id === templateId);
    if (found !== undefined) return found;
    const known = templates.map((template) => template.id).join(', ');
    throw notFound(
      `There is no message template ${templateId}`,
      known === '' ? 'There are none: write one into templates/ of the lab folder.' : `There are: ${known}.`,
    );
  };
  const factsOf = (incident: Incident): MessageFacts => {
    const lab = parts.lab();
    const service = lab.services.find((one) => one.id === incident.serviceId);
    const nameOfHost = (hostId: string) => lab.hosts.find(({ id }) => id === hostId)?.name ?? hostId;
    return messageFacts({
      incident,
      desk: journal.state(),
      events: journal.eventsOfIncident(incident.id),
      levels: parts.runbookByHash(incident.runbookHash)?.levels ?? [],
      serviceName: service?.name ?? incident.serviceId,
      hostName: incident.hostId === null ? null : nameOfHost(incident.hostId),
      nameOfHost,
      now: clock.now(),
      zone: parts.zone(),
    });
  };
  const stakeholders = () =>
    parts
      .lab()
      .contacts.flatMap((contact) =>
        contact.stakeholder === true && contact.email !== undefined ? [contact.email] : [],
      );
  const keep = (requestId: string, draft: Draft): Draft => {
    const entry = { type: 'message.drafted' as const, data: { incidentId: draft.incidentId, draft } };
    const { events } = journal.append([entry], { actor: 'person', requestId });
    return events.find((event) => event.type === 'message.drafted')?.data.draft ?? draft;
  };
  /** The result of the first time, where this request was done before. */
  const repeated = <T extends JournalEvent['type']>(requestId: string, type: T) =>
    journal.eventsOfRequest(requestId).find((event): event is JournalEvent & { type: T } => event.type === type);

  const result = async (event: Sent) => {
    const { draftId, subject, body, to, via, incidentId, templateId } = event.data;
    const fileName = `${incidentId}-${templateId}`.replaceAll(/[^A-Za-z0-9._-]+/g, '-');
    if (via === 'mailto') return { fileName: null, content: mailtoLink({ to, subject, body }) };
    if (via === 'clipboard') return { fileName: null, content: `Subject: ${subject}\n\n${body}` };
    const from = parts.lab().settings.from ?? null;
    const content = await emlFile({ from, to, subject, body, id: draftId, writtenAt: event.occurredAt });
    return { fileName: `${fileName}.eml`, content };
  };

  return {
    draft: ({ requestId, incidentId, templateId }) => {
      const before = repeated(requestId, 'message.drafted');
      if (before !== undefined) return before.data.draft;
      const incident = incidentOf(incidentId);
      const template = templateOf(incident, templateId);
      const facts = factsOf(incident);
      const open = Object.values(incident.drafts).findLast((one) => one.templateId === templateId);
      const fresh = () => newDraft({ id: parts.newId(), template, facts, to: stakeholders() });
      return keep(requestId, open === undefined ? fresh() : refreshDraft(open, template, facts));
    },
    edit: ({ requestId, incidentId, draftId, ...edit }) => {
      const before = repeated(requestId, 'message.drafted');
      if (before !== undefined) return before.data.draft;
      const incident = incidentOf(incidentId);
      const draft = draftOf(incident, draftId);
      checkRecipients(edit.to ?? []);
      checkFields(draft, Object.keys(edit.fields ?? {}));
      return keep(requestId, refreshDraft(draft, templateOf(incident, draft.templateId), factsOf(incident), edit));
    },
    send: async ({ requestId, incidentId, draftId, via }) => {
      const before = repeated(requestId, 'message.sent');
      if (before !== undefined) return result(before);
      const incident = incidentOf(incidentId);
      const draft = draftOf(incident, draftId);
      checkReady(draft, via);
      const { templateId, subject, body, to } = draft;
      const nextUpdateBy = promisedUpdate(draft, templateOf(incident, templateId), parts.zone(), clock.now());
      const data = { incidentId, draftId, templateId, subject, body, to: [...to], via, nextUpdateBy };
      const { events } = journal.append([{ type: 'message.sent', data }], { actor: 'person', requestId });
      const sent = events.find((event): event is Sent => event.type === 'message.sent');
      if (sent === undefined)
        throw new RequestError('CONFLICT', 'This request was used for something else', 'Try again.');
      return result(sent);
    },
  };
}

function checkRecipients(to: readonly string[]): void {
  const wrong = to.find((recipient) => !isRecipient(recipient));
  if (wrong === undefined) return;
  throw new RequestError(
    'INVALID',
    `${JSON.stringify(wrong)} is not an e-mail address`,
    'Write me@example.org, or Name <me@example.org>.',
  );
}

function checkFields(draft: Draft, names: readonly string[]): void {
  const unknown = names.find((name) => !draft.fields.some((field) => field.placeholder === name));
  if (unknown === undefined) return;
  throw new RequestError('INVALID', `This message has no field ${JSON.stringify(unknown)}`, 'Load the draft again.');
}

/** What cannot be sent as it is, or by that way, is refused before anything is journalled. */
function checkReady(draft: Draft, via: MessageVia): void {
  const missing = missingFields(draft);
  if (missing.length > 0)
    throw new RequestError(
      'INVALID',
      `${missing.length === 1 ? 'One field is' : `${String(missing.length)} fields are`} not filled: ${missing.join(', ')}`,
      'Fill them in, or strike out what does not apply.',
    );
  if (draft.subject.trim() === '') throw new RequestError('INVALID', 'The message has no subject', 'Write one.');
  if (via === 'smtp' || via === 'ticket' || via === 'statusPage')
    throw new RequestError(
      'UNAVAILABLE',
      `Sitrep cannot send by ${via === 'smtp' ? 'SMTP' : via === 'ticket' ? 'ticket' : 'status page'} yet`,
      'Save it as a file, open it in your mail program, or copy it.',
    );
}
