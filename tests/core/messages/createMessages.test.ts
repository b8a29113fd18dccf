import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createMessages } from '#core/messages/createMessages.ts';
import { labFileSchema } from '#shared/lab/labFile.ts';
import type { MessageTemplate, Runbook } from '#shared/runbook/runbook.ts';
import { manualClock, temporaryStorage } from '#tests/core/storage/support.ts';
import { startedAt, templateWith } from '#tests/shared/message/fixtures.ts';

const template = templateWith(
  '[P{severity}] Störung - {brief description}',
  'Started: {timestamp}\nOwner: {your name}\nNext update: {time}\n',
);

const runbook: Runbook = {
  name: 'photos',
  variables: {},
  cwd: null,
  checks: [],
  findings: [],
  levels: [],
  phases: [],
  actions: [],
  issuePatterns: [],
  escalation: [],
  templates: [template],
  followUps: [],
  prevention: [],
  rules: [],
  notUnderstood: [],
  problems: [],
};

const lab = labFileSchema.parse({
  version: 1,
  hosts: [{ id: 'nas', name: 'Storage', access: { transport: 'local' } }],
  contacts: [
    { id: 'boss', name: 'Boss', email: 'boss@example.org', stakeholder: true },
    { id: 'me', name: 'Me', email: 'me@example.org' },
  ],
});

const incidentId = 'INC-20261123-0311';

function desk(
  { own = [], builtIn = [] }: { own?: MessageTemplate[]; builtIn?: MessageTemplate[] } = {},
  hash = 'hash',
) {
  const templates = { own, builtIn };
  const clock = manualClock(startedAt + 12 * 60_000);
  const { journal } = temporaryStorage(clock);
  const opened = {
    type: 'incident.opened' as const,
    data: {
      incidentId,
      title: 'photos is down',
      severity: 1 as const,
      severityReason: '',
      causeKey: 'photos',
      hostId: 'nas',
      serviceId: null,
      alertIds: [],
      runbookId: 'photos',
      runbookHash: hash,
      variables: {},
      startedAt,
      detectedAt: startedAt,
      followsIncidentId: null,
    },
  };
  journal.append([opened], { actor: 'sitrep', requestId: null });
  const messages = createMessages({
    journal,
    clock,
    zone: () => 'Europe/Berlin',
    lab: () => lab,
    runbookByHash: (hash) => (hash === 'hash' ? runbook : null),
    templates: () => templates,
    newId: randomUUID,
  });
  const drafted = () => messages.draft({ requestId: randomUUID(), incidentId, templateId: 'initial' });
  const ready = () =>
    messages.edit({ requestId: randomUUID(), incidentId, draftId: drafted().id, fields: { 'your name': 'Ada' } });
  const send = (draftId: string, via: 'eml' | 'mailto' | 'clipboard' | 'smtp', requestId: string = randomUUID()) =>
    messages.send({ requestId, incidentId, draftId, via });
  return { clock, journal, messages, drafted, ready, send };
}

describe('messages of an incident', () => {
  it('are drafted to the stakeholders and journalled, once for one request', () => {
    const { messages, journal } = desk();
    const request = { requestId: randomUUID(), incidentId, templateId: 'initial' };
    const draft = messages.draft(request);
    expect(draft.to).toEqual(['boss@example.org']);
    expect(draft.subject).toBe('[P1] Störung - photos is down');
    expect(messages.draft(request)).toEqual(draft);
    expect(journal.eventsOfIncident(incidentId).filter(({ type }) => type === 'message.drafted')).toHaveLength(1);
  });

  it('come from the lab folder in place of the runbook, and from Sitrep where the runbook has none', () => {
    const template = (id: string, subject: string): MessageTemplate => ({
      id,
      title: subject,
      purpose: 'initial',
      subject,
      body: 'It is {title}.',
      placeholders: ['title'],
      line: 1,
    });
    const own = [template('initial', 'My own'), template('neighbours', 'Dear neighbours')];
    const builtIn = [template('initial', 'As Sitrep says it'), template('resolution', 'Over')];
    const draftOf = (at: ReturnType<typeof desk>, templateId: string) =>
      at.messages.draft({ requestId: randomUUID(), incidentId, templateId }).subject;
    expect(draftOf(desk({ own, builtIn }), 'initial')).toBe('My own');
    expect(draftOf(desk({ own, builtIn }), 'neighbours')).toBe('Dear neighbours');
    expect(() => draftOf(desk({ own, builtIn }), 'resolution')).toThrow('There is no message template resolution');
    expect(draftOf(desk({ builtIn }, 'none'), 'initial')).toBe('As Sitrep says it');
    expect(draftOf(desk({ own, builtIn }, 'none'), 'initial')).toBe('My own');
  });

  it('keep edits when the same template is drafted again later', () => {
    const { ready, drafted, clock } = desk();
    const draft = ready();
    clock.advance(60_000);
    const again = drafted();
    expect(again.id).toBe(draft.id);
    expect(again.body).toBe('Started: 2026-11-23 03:11 CET\nOwner: Ada\nNext update: 03:54 CET\n');
  });

  it('are not sent while a field is missing', async () => {
    const { drafted, send, journal } = desk();
    await expect(send(drafted().id, 'eml')).rejects.toMatchObject({
      code: 'INVALID',
      message: 'One field is not filled: your name',
      mend: 'Fill them in, or strike out what does not apply.',
    });
    expect(journal.state().incidents[incidentId]?.messages).toEqual([]);
  });

  it('become an .eml that a mail program opens for sending, and promise the next update', async () => {
    const { ready, send, journal, clock } = desk();
    const draft = ready();
    const requestId = randomUUID();
    const sent = await send(draft.id, 'eml', requestId);
    expect(sent.fileName).toBe('INC-20261123-0311-initial.eml');
    const [head = '', body = ''] = sent.content.split('\r\n\r\n', 2);
    expect(head).toContain('X-Unsent: 1');
    expect(head).toContain('To: boss@example.org');
    expect(head).toContain('Date: Mon, 23 Nov 2026 02:23:00 +0000');
    expect(head).toMatch(/^Subject: =\?UTF-8\?/m);
    expect(head).not.toContain('From:');
    expect(body).toContain('Owner: Ada\r\n');
    expect(Buffer.from(sent.content, 'ascii').toString('ascii')).toBe(sent.content);
    expect(sent.content.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    const incident = journal.state().incidents[incidentId];
    expect(incident?.nextUpdateBy).toBe(clock.now() + 30 * 60_000);
    expect(incident?.messages).toMatchObject([{ via: 'eml', to: ['boss@example.org'] }]);
    expect(incident?.drafts).toEqual({});
    clock.advance(5_000);
    expect(await send(draft.id, 'eml', requestId)).toEqual(sent);
    expect(journal.state().incidents[incidentId]?.messages).toHaveLength(1);
  });

  it('go out as a link, or as text to paste', async () => {
    const { ready, send } = desk();
    const link = await send(ready().id, 'mailto');
    expect(link.fileName).toBeNull();
    expect(link.content).toMatch(/^mailto:boss@example\.org\?subject=%5BP1%5D/);
    const { content } = await send(ready().id, 'clipboard');
    expect(content).toMatch(/^Subject: \[P1\] Störung - photos is down\n\nStarted: /);
  });

  it('say plainly what they cannot do, and change nothing then', async () => {
    const { messages, ready, send, journal } = desk();
    const draft = ready();
    await expect(send(draft.id, 'smtp')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(send('nope', 'eml')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const edit = { requestId: randomUUID(), incidentId, draftId: draft.id };
    expect(() => messages.edit({ ...edit, to: ['me@example.org\nBcc: x@example.org'] })).toThrow(
      'is not an e-mail address',
    );
    expect(() => messages.edit({ ...edit, fields: { nonsense: 'x' } })).toThrow('no field "nonsense"');
    expect(journal.state().incidents[incidentId]?.drafts[draft.id]).toEqual(draft);
  });

  it('keep line breaks out of the headers', async () => {
    const { messages, ready, send } = desk();
    const draft = messages.edit({
      requestId: randomUUID(),
      incidentId,
      draftId: ready().id,
      subject: 'Hi\r\nBcc: all@example.org',
    });
    expect(draft.subject).toBe('Hi Bcc: all@example.org');
    const { content } = await send(draft.id, 'eml');
    expect(content).not.toMatch(/^Bcc:/m);
  });
});
