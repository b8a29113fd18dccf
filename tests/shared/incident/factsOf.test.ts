import { describe, expect, it } from 'vitest';
import type { Alert } from '#shared/alert/alert.ts';
import type { JournalEvent } from '#shared/desk/journalEvent.ts';
import { type FactInput, factsOf } from '#shared/incident/factsOf.ts';
import { factNames } from '#shared/incident/facts.ts';
import type { Incident } from '#shared/incident/incident.ts';
import type { Run } from '#shared/run/run.ts';
import { hourMs } from '#shared/time/instant.ts';

const incident: Incident = {
  id: 'INC-1',
  title: 'x is down',
  severity: 1,
  severityBy: 'suggested',
  status: 'investigating',
  causeKey: 'service:x',
  hostId: null,
  serviceId: null,
  alertIds: [],
  runbookId: 'r',
  runbookHash: 'h',
  variables: {},
  timestamps: {
    startedAt: 1,
    detectedAt: 2,
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
};

const run: Run = {
  id: 'run',
  incidentId: 'INC-1',
  hostId: 'h',
  serviceId: 'x',
  subject: { kind: 'action', runbookId: 'r', runbookHash: 'h', actionId: 'mask' },
  plan: {
    title: 'Mask the unit',
    effect: 'changes',
    consent: 'click',
    steps: [],
    verification: null,
    resource: 'host',
    wayBack: { kind: 'none', why: '' },
  },
  stage: 'ended',
  preflight: [],
  wayBack: { kind: 'none', why: '' },
  stepEnds: [],
  findings: [],
  outcome: { kind: 'succeeded', text: '' },
  startedAt: 3,
  endedAt: 4,
  cancelRequested: false,
  undoneAt: null,
};
const reading: Run = { ...run, plan: { ...run.plan, title: 'Look at the logs', effect: 'reads' } };
const evidence: Run = { ...reading, subject: { kind: 'evidence' } };

const alert: Alert = {
  id: 'a',
  source: { kind: 'person' },
  hostId: null,
  serviceId: null,
  outcome: 'critical',
  text: 'down',
  problemSinceAt: 1,
  causeKey: 'c',
  raisedAt: 2,
  incidentId: 'INC-1',
  ended: { kind: 'recovered', at: 5, text: 'active again' },
};

const note: JournalEvent = {
  sequence: 1,
  type: 'incident.noteAdded',
  version: 1,
  occurredAt: 10,
  recordedAt: 10,
  actor: 'person',
  requestId: null,
  data: { incidentId: 'INC-1', text: 'seen' },
};

const nothing: FactInput = {
  incident,
  serviceName: null,
  hostName: null,
  runs: [],
  alerts: [],
  events: [],
  runbook: { actions: [] },
  now: 100,
};
const facts = (input: Partial<FactInput>) => Object.fromEntries(factsOf({ ...nothing, ...input }));
const isolation = { id: 'mask', remedy: { kind: 'isolate', options: {} } } as FactInput['runbook']['actions'][number];

describe('facts', () => {
  it('are none where nothing has happened, and only those that are documented', () => {
    expect(facts({})).toEqual({});
    const resolved = { ...incident, timestamps: { ...incident.timestamps, resolvedAt: 1 } };
    const known: readonly string[] = factNames;
    const told = Object.keys(facts({ incident: resolved, runs: [run, evidence], alerts: [alert], events: [note] }));
    expect(told.filter((name) => !known.includes(name))).toEqual(['ran:mask']);
  });

  it('come from runs', () => {
    expect(facts({ runs: [run] })).toEqual({
      'workaround-applied': 'Mask the unit has succeeded',
      'ran:mask': 'Mask the unit has succeeded',
    });
    expect(facts({ runs: [run], runbook: { actions: [isolation] } })).toMatchObject({
      isolated: 'Mask the unit has succeeded',
    });
    expect(facts({ runs: [reading] })).toEqual({
      'logs-checked': 'Look at the logs has succeeded',
      'ran:mask': 'Look at the logs has succeeded',
      'investigation-started': 'Look at the logs was run',
    });
    expect(facts({ runs: [evidence] })).toEqual({ 'logs-checked': 'evidence was collected' });
  });

  it('do not come from runs that failed, still run, or were undone', () => {
    const unproven: readonly Run[] = [
      { ...run, outcome: { kind: 'failed', text: '' } },
      { ...run, outcome: null },
      { ...run, undoneAt: 9 },
    ];
    expect(facts({ runs: unproven })).toEqual({});
  });

  it('come from findings', () => {
    const change = { id: 'change-commit', severity: 'info', text: 'commit 4f2c1a', proof: '', suggests: [] } as const;
    expect(facts({ runs: [{ ...evidence, findings: [{ ...change, suggests: [] }] }] })).toMatchObject({
      'changes-reviewed': 'found: commit 4f2c1a',
      'findings-noted': 'found: commit 4f2c1a',
    });
  });

  it('come from messages, each fact from the one that makes it true', () => {
    const sent = (subject: string, at: number, via: 'eml' | 'ticket') => ({
      draftId: 'd',
      templateId: 't',
      subject,
      to: [],
      via,
      at,
    });
    const messages = [sent('first', 3, 'eml'), sent('second', 4, 'ticket'), sent('third', 9, 'eml')];
    const resolved = { ...incident, messages, timestamps: { ...incident.timestamps, resolvedAt: 8 } };
    expect(facts({ incident: resolved })).toEqual({
      notified: 'sent: first',
      'update-sent': 'sent: second',
      'ticket-created': 'sent: second',
      'resolution-sent': 'sent: third',
    });
  });

  it('come from the resolution', () => {
    expect(facts({ alerts: [alert] })).toEqual({ 'restoration-verified': 'recovered: active again' });
    expect(facts({ alerts: [alert, { ...alert, ended: null }] })).toEqual({});
    const timestamps = { ...incident.timestamps, resolvedAt: 8, mitigatedAt: 7 };
    const resolved: Incident = { ...incident, status: 'resolved', timestamps };
    expect(facts({ incident: resolved, events: [note], now: 8 + 2 * hourMs })).toEqual({
      mitigated: 'the outage is over',
      'findings-noted': 'a note was written',
      'resolution-documented': 'a note was written after the resolution',
      'no-regression': 'quiet for 2 h after the resolution',
    });
    expect(facts({ incident: resolved, now: 7 + 2 * hourMs })).toEqual({ mitigated: 'the outage is over' });
  });

  it('come from people', () => {
    const timestamps = { ...incident.timestamps, acknowledgedAt: 3 };
    const taken: Incident = { ...incident, serviceId: 'x', hostId: 'h', cause: 'a typo\nin line 14', timestamps };
    expect(facts({ incident: taken, serviceName: 'Photos', hostName: 'the NAS' })).toEqual({
      acknowledged: 'acknowledged by you',
      'severity-set': 'P1 as suggested, acknowledged by you',
      'affected-known': 'Photos on the NAS',
      'findings-noted': 'the cause was set',
      'investigation-started': 'the cause was set',
      'root-cause-known': 'cause: a typo',
    });
  });
});
