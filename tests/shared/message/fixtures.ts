import { emptyDeskState } from '#shared/desk/deskState.ts';
import type { Incident } from '#shared/incident/incident.ts';
import { messageFacts, type FactSources, type MessageFacts } from '#shared/message/messageFacts.ts';
import type { MessageTemplate } from '#shared/runbook/runbook.ts';

/** 03:11 in Berlin, in winter. */
export const startedAt = Date.UTC(2026, 10, 23, 2, 11);
const minute = 60_000;

export function incidentWith(changes: Partial<Incident> = {}): Incident {
  return {
    id: 'INC-20261123-0311',
    title: 'photos is down on nas',
    severity: 1,
    severityBy: 'suggested',
    status: 'investigating',
    causeKey: 'service:photos',
    hostId: 'nas',
    serviceId: 'photos',
    alertIds: [],
    runbookId: 'photos',
    runbookHash: 'hash',
    variables: {},
    timestamps: {
      startedAt,
      detectedAt: startedAt + 6_000,
      acknowledgedAt: null,
      mitigatedAt: null,
      resolvedAt: null,
      closedAt: null,
    },
    marks: {},
    runIds: [],
    messages: [],
    drafts: {},
    cause: null,
    nextUpdateBy: null,
    breached: [],
    recoveredByItself: false,
    followsIncidentId: null,
    ...changes,
  };
}

export function factsWith(incident: Incident = incidentWith(), changes: Partial<FactSources> = {}): MessageFacts {
  return messageFacts({
    incident,
    desk: emptyDeskState,
    events: [],
    levels: [],
    serviceName: 'photos',
    hostName: 'nas',
    nameOfHost: (hostId) => hostId,
    now: startedAt + 12 * minute,
    zone: 'Europe/Berlin',
    ...changes,
  });
}

/** A template as the reader would make it; placeholders are found by the braces of this fixture. */
export function templateWith(subject: string, body: string, placeholders?: readonly string[]): MessageTemplate {
  const found = [...`${subject}\n${body}`.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] ?? '');
  return {
    id: 'initial',
    title: 'Initial',
    purpose: 'initial',
    subject,
    body,
    placeholders: placeholders ?? [...new Set(found)],
    line: 1,
  };
}
