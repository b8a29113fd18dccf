import { describe, expect, it } from 'vitest';
import { hourMs, minuteMs } from '#shared/time/instant.ts';
import { alert, desk, healthAlert, startAt, view } from './support.ts';

describe('an alert that opens incidents', () => {
  it('opens one with a suggested severity, its start dated back, its runbook and variables kept', () => {
    const { raise, incident, documents, evidence, journal } = desk();
    raise(alert('a1'));
    expect(incident()).toMatchObject({
      id: 'INC-20261125-0314',
      title: 'gitops-auditor is down on auditor',
      severity: 1,
      severityBy: 'suggested',
      status: 'investigating',
      variables: { unit: 'gitops-auditor', port: '3000' },
      alertIds: ['a1'],
      timestamps: { startedAt: startAt - 6_000, detectedAt: startAt, acknowledgedAt: null },
      followsIncidentId: null,
    });
    expect(documents.read(incident().runbookHash)).toBe(view.text);
    expect(evidence).toEqual(['INC-20261125-0314']);
    expect(journal.state().alerts['a1']).toMatchObject({ incidentId: 'INC-20261125-0314' });
    const opened = journal.eventsOfIncident(incident().id).find((event) => event.type === 'incident.opened');
    expect(opened?.data.severityReason).toBe('gitops-auditor is down: Complete service outage');
  });

  it('says it once, with the time by which an answer is due', () => {
    const { raise, notices } = desk();
    raise(alert('a1'));
    raise(healthAlert('a2'));
    expect(notices()).toMatchObject([
      {
        level: 'P1',
        title: 'gitops-auditor is down on auditor',
        body: 'unit gitops-auditor failed: exit status 1. Response due by 03:29.',
        actions: ['acknowledge', 'review'],
      },
    ]);
  });

  it('joins the open incident of its cause and dates the outage back to the earliest', () => {
    const { raise, incident, journal, evidence } = desk();
    raise(alert('a1'));
    raise(healthAlert('a2'));
    expect(Object.keys(journal.state().incidents)).toHaveLength(1);
    expect(incident().alertIds).toEqual(['a1', 'a2']);
    expect(incident().timestamps.startedAt).toBe(startAt - 9_000);
    expect(evidence).toHaveLength(1);
  });

  it('leaves a start that a person corrected', () => {
    const { raise, incident, incidents, request } = desk();
    raise(alert('a1'));
    const correction = { timestamp: 'startedAt', at: startAt - 1_000, reason: 'seen in the log' } as const;
    incidents.correctTimestamp({ ...request(), incidentId: incident().id, ...correction });
    raise(healthAlert('a2'));
    expect(incident().timestamps.startedAt).toBe(startAt - 1_000);
  });

  it('opens another for another cause, with an id of its own', () => {
    const { raise, journal } = desk();
    raise(alert('a1'));
    raise(alert('a2', { causeKey: 'host:nas', serviceId: null, hostId: 'nas', source: { kind: 'person' } }));
    expect(Object.keys(journal.state().incidents)).toEqual(['INC-20261125-0314', 'INC-20261125-0314-2']);
  });

  it('ignores an alert told twice, and retires one that its check has forgotten', () => {
    const { raise, journal, incident, recover } = desk();
    raise(alert('a1'));
    raise(alert('a1'));
    expect(journal.state().revision).toBe(3);
    raise(alert('a2'));
    expect(journal.state().alerts['a1']?.ended?.kind).toBe('retired');
    recover('a2');
    expect(incident().status).toBe('resolved');
  });

  it('raises a suggested severity when a graver alert joins, and says so once', () => {
    const { raise, incident, notices } = desk();
    raise(alert('a1', { source: { kind: 'check', checkId: 'disk', checkRevision: 'r' }, text: 'disk / 99 %' }));
    expect(incident()).toMatchObject({ severity: 2, title: 'gitops-auditor on auditor: disk / 99 %' });
    raise(alert('a2'));
    expect(incident()).toMatchObject({ severity: 1, severityBy: 'suggested' });
    expect(notices().map(({ title }) => title)).toEqual([
      'gitops-auditor on auditor: disk / 99 %',
      'Now P1: gitops-auditor on auditor: disk / 99 %',
    ]);
  });

  it('leaves a severity that a person set', () => {
    const { raise, incident, incidents, request } = desk();
    raise(alert('a1', { source: { kind: 'check', checkId: 'disk', checkRevision: 'r' } }));
    incidents.setSeverity({ ...request(), incidentId: incident().id, severity: 3, reason: 'nobody uses it' });
    raise(alert('a2'));
    expect(incident()).toMatchObject({ severity: 3, severityBy: 'person' });
  });

  it('joins what a person opened for the same service', () => {
    const { raise, incident, incidents, request } = desk();
    const named = { title: 'It is slow', hostId: null, serviceId: 'gitops-auditor' };
    const id = incidents.open({ ...request(), severity: 2, ...named });
    raise(alert('a1'));
    expect(incident()).toMatchObject({ id, alertIds: ['a1'], severity: 2 });
  });
});

describe('an alert that opens none', () => {
  it('is told as a warning, and so is its end', () => {
    const { raise, journal, notices, recover } = desk();
    raise(alert('a1', { outcome: 'warning', text: 'disk / 91 %' }), false);
    expect(journal.state().incidents).toEqual({});
    recover('a1');
    expect(notices()).toMatchObject([
      { level: 'warning', title: 'gitops-auditor: warning', body: 'disk / 91 %' },
      { level: 'recovery', title: 'gitops-auditor: ok again' },
    ]);
  });

  it('is silent while an incident of its cause is open', () => {
    const { raise, notices, recover } = desk();
    raise(alert('a1'));
    raise(healthAlert('a2', { outcome: 'warning' }), false);
    recover('a2');
    expect(notices()).toHaveLength(1);
  });

  it('opens one when it worsens', () => {
    const { raise, incident, incidents } = desk();
    raise(healthAlert('a1', { outcome: 'warning' }), false);
    incidents.alertChanged({
      kind: 'worsened',
      alertId: 'a1',
      outcome: 'critical',
      text: 'HTTP 502',
      opensIncident: true,
    });
    expect(incident()).toMatchObject({ severity: 1, alertIds: ['a1'] });
  });
});

describe('the same cause again', () => {
  it('reopens the incident within the watch period, with new evidence and one notice', () => {
    const { raise, recover, incident, clock, notices, evidence, journal } = desk();
    raise(alert('a1'));
    recover('a1');
    clock.advance(2 * hourMs);
    raise(alert('a2', { problemSinceAt: clock.now() }));
    expect(Object.keys(journal.state().incidents)).toHaveLength(1);
    expect(incident()).toMatchObject({
      status: 'investigating',
      alertIds: ['a1', 'a2'],
      recoveredByItself: false,
      timestamps: { resolvedAt: null, mitigatedAt: null },
    });
    expect(evidence).toHaveLength(2);
    const titles = notices().map(({ title }) => title);
    expect(titles.filter((title) => title.startsWith('Again: '))).toHaveLength(1);
    recover('a2');
    expect(incident().status).toBe('resolved');
  });

  it('opens a new incident later, linked to the one before', () => {
    const { raise, recover, incident, clock, journal } = desk();
    raise(alert('a1'));
    const before = incident().id;
    recover('a1');
    clock.advance(2 * hourMs + minuteMs);
    raise(alert('a2', { problemSinceAt: clock.now() }));
    expect(Object.keys(journal.state().incidents)).toHaveLength(2);
    expect(incident().followsIncidentId).toBe(before);
  });

  it('opens a new one as well when the earlier is closed already', () => {
    const { raise, recover, incident, incidents, request } = desk();
    raise(alert('a1'));
    const before = incident().id;
    recover('a1');
    incidents.setStatus({ ...request(), incidentId: before, status: 'closed', reason: 'nothing to learn' });
    raise(alert('a2'));
    expect(incident()).toMatchObject({ followsIncidentId: before, status: 'investigating' });
  });
});

it('does not forget an alert over a full disk', () => {
  const { raise, database, clock, journal, incident } = desk();
  const { page_count: pages } = database.prepare('PRAGMA page_count').get() ?? {};
  database.exec(`PRAGMA max_page_count = ${Number(pages)}`);
  raise(alert('a1', { text: 'x'.repeat(50_000) }));
  expect(journal.state().revision).toBe(0);
  database.exec('PRAGMA max_page_count = 1000000');
  clock.advance(5_000);
  expect(incident().alertIds).toEqual(['a1']);
});
