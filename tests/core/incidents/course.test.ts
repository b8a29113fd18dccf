import { describe, expect, it } from 'vitest';
import { RequestError } from '#shared/rpc/errors.ts';
import { hourMs, minuteMs } from '#shared/time/instant.ts';
import { alert, type Desk, desk, healthAlert, runEnd, runPlanned, runStage, startAt } from './support.ts';

const opened = (): Desk => {
  const it = desk();
  it.raise(alert('a1'));
  return it;
};

describe('the end of an incident', () => {
  it('comes by itself when all its alerts have recovered, and asks for the cause later', () => {
    const { raise, recover, incident, clock, notices, types } = opened();
    raise(healthAlert('a2'));
    recover('a1');
    expect(incident().status).toBe('investigating');
    clock.advance(minuteMs);
    recover('a2');
    expect(incident()).toMatchObject({
      status: 'resolved',
      recoveredByItself: true,
      timestamps: { resolvedAt: startAt + minuteMs, mitigatedAt: startAt + minuteMs },
    });
    expect(types().filter((type) => type === 'incident.recovered')).toHaveLength(1);
    const notice = notices().find(({ level }) => level === 'recovery');
    expect(notice?.title).toBe('Resolved: gitops-auditor is down on auditor');
    expect(notice?.body).toContain('1 min 9 s');
  });

  it("is a remedy's doing when one succeeded, whether the alerts recover before or after its end", () => {
    for (const order of ['before', 'after']) {
      const { journalled, recover, incident, types, notices } = opened();
      journalled(runPlanned('r1', incident().id));
      expect(incident().status).toBe('investigating');
      journalled(runStage('r1', 'executing'));
      expect(incident().status).toBe('resolving');
      if (order === 'before') recover('a1');
      expect(incident().status).toBe('resolving');
      journalled(runStage('r1', 'verifying'), runEnd('r1', 'succeeded'));
      if (order === 'after') recover('a1');
      expect(incident()).toMatchObject({ status: 'resolved', recoveredByItself: false });
      expect(types()).not.toContain('incident.recovered');
      const said = notices().filter(({ level }) => level === 'recovery');
      expect(said.map(({ body }) => body.startsWith('Restart the service worked'))).toEqual([true]);
    }
  });

  it("is no remedy's doing when that failed", () => {
    const { journalled, recover, incident } = opened();
    journalled(runPlanned('r1', incident().id), runStage('r1', 'executing'));
    recover('a1');
    journalled(runEnd('r1', 'failed'));
    expect(incident()).toMatchObject({ status: 'resolved', recoveredByItself: true });
  });

  it('does not come from a check that was removed', () => {
    const { incidents, incident } = opened();
    incidents.alertChanged({ kind: 'retired', alertId: 'a1', why: 'the check was removed' });
    expect(incident().status).toBe('investigating');
  });

  it('stays away when a person says that it goes on', () => {
    const { recover, incident, incidents, request } = opened();
    recover('a1');
    const { id: incidentId } = incident();
    incidents.setStatus({ ...request(), incidentId, status: 'investigating', reason: 'still slow' });
    incidents.addNote({ ...request(), incidentId, text: 'looking' });
    expect(incident().status).toBe('investigating');
  });

  it('is drawn at the next start when the process died before it could', () => {
    const first = opened();
    first.incidents.close();
    first.journalled({ type: 'alert.recovered', data: { alertId: 'a1', text: 'active again' } });
    const { incidents, incident } = first.restart();
    expect(incident().status).toBe('investigating');
    incidents.start();
    expect(incident().status).toBe('resolved');
  });
});

describe('clocks', () => {
  it('journal and announce a late answer once, and go on over a restart', () => {
    const first = opened();
    first.clock.advance(15 * minuteMs);
    expect(first.incident().breached).toEqual([]);
    first.clock.advance(1);
    expect(first.incident().breached).toEqual(['response']);
    const second = first.restart();
    second.incidents.start();
    second.clock.advance(hourMs);
    expect(second.types().filter((type) => type === 'incident.clockBreached')).toHaveLength(1);
    expect(second.notices().filter(({ title }) => title.startsWith('Overdue'))).toMatchObject([
      { level: 'P1', body: 'Response was due by 03:29', actions: ['acknowledge', 'review'] },
    ]);
  });

  it('report at the start, once and together, what became overdue meanwhile', () => {
    const first = opened();
    first.incidents.acknowledge({ ...first.request(), incidentId: first.incident().id });
    const second = first.restart();
    second.incidents.close();
    second.clock.advance(hourMs);
    const third = second.restart();
    third.incidents.start();
    expect(third.incident().breached).toEqual(['phase:assess', 'phase:stabilise']);
    expect(third.notices().filter(({ title }) => title.startsWith('Overdue'))).toMatchObject([
      { level: 'info', body: 'assess was due by 03:19\nstabilise was due by 03:44' },
    ]);
  });

  it('stop with the acknowledgement', () => {
    const { incidents, incident, request, clock } = opened();
    clock.advance(3 * minuteMs);
    incidents.acknowledge({ ...request(), incidentId: incident().id });
    clock.advance(hourMs);
    expect(incident().breached).not.toContain('response');
    expect(incident().timestamps.acknowledgedAt).toBe(startAt + 3 * minuteMs);
  });

  it('announce each broken promise of an update', () => {
    const { journalled, incident, clock, notices } = opened();
    const sent = (nextUpdateBy: number) =>
      journalled({
        type: 'message.sent',
        data: {
          incidentId: incident().id,
          draftId: 'd',
          templateId: 't',
          subject: 's',
          body: 'b',
          to: [],
          via: 'eml',
          nextUpdateBy,
        },
      });
    for (const round of [1, 2]) {
      sent(clock.now() + 10 * minuteMs);
      clock.advance(11 * minuteMs);
      const late = notices().filter(({ body }) => body.includes('Next update was due'));
      expect(late).toHaveLength(round);
    }
  });
});

describe('steps', () => {
  it('tick themselves from facts and say why', () => {
    const { journalled, incident, incidents, request } = opened();
    expect(incident().marks).toEqual({});
    journalled(runPlanned('e1', incident().id, 'reads'), runEnd('e1', 'succeeded'));
    incidents.acknowledge({ ...request(), incidentId: incident().id });
    journalled(runPlanned('r1', incident().id), runEnd('r1', 'succeeded'));
    expect(incident().marks).toMatchObject({
      logs: { state: 'done', by: 'fact', why: 'evidence was collected' },
      severity: { why: 'P1 as suggested, acknowledged by you' },
      workaround: { why: 'Restart the service has succeeded' },
    });
    expect(incident().marks['think']).toBeUndefined();
  });

  it('stay as a person marked them', () => {
    const { incident, incidents, request } = opened();
    const { id: incidentId } = incident();
    incidents.markStep({ ...request(), incidentId, stepId: 'severity', state: 'open', why: '' });
    incidents.acknowledge({ ...request(), incidentId });
    expect(incident().marks['severity']).toMatchObject({ state: 'open', by: 'person' });
  });

  it('of the follow-ups tick after the end, those of time in their time', () => {
    const { recover, incident, clock } = opened();
    recover('a1');
    expect(incident().marks).toMatchObject({ verified: { why: 'recovered: active again' } });
    expect(incident().marks['quiet']).toBeUndefined();
    clock.advance(2 * hourMs);
    expect(incident().marks['quiet']).toMatchObject({ by: 'fact', why: 'quiet for 2 h after the resolution' });
  });
});

describe('people', () => {
  it('open incidents, and a repeat of the request gets the first one', () => {
    const { incidents, journal, evidence, notices } = desk();
    const request = { requestId: 'r', title: 'Odd noises', severity: 3, hostId: 'auditor', serviceId: null } as const;
    const id = incidents.open(request);
    expect(incidents.open(request)).toBe(id);
    expect(Object.values(journal.state().incidents)).toMatchObject([{ severityBy: 'person', hostId: 'auditor' }]);
    expect(evidence).toEqual([id]);
    expect(notices()).toEqual([]);
  });

  it('change nothing by repeating a request', () => {
    const { incidents, incident, journal } = opened();
    const { id: incidentId } = incident();
    incidents.acknowledge({ requestId: 'r1', incidentId });
    incidents.addNote({ requestId: 'r2', incidentId, text: 'seen' });
    const { revision } = journal.state();
    incidents.acknowledge({ requestId: 'r1', incidentId });
    incidents.addNote({ requestId: 'r2', incidentId, text: 'seen' });
    expect(journal.state().revision).toBe(revision);
  });

  it('make an incident identified by naming its cause', () => {
    const { incidents, incident, request } = opened();
    incidents.setCause({ ...request(), incidentId: incident().id, text: 'line 14 of config.json' });
    expect(incident()).toMatchObject({ status: 'identified', cause: 'line 14 of config.json' });
  });

  it('are told what is possible instead', () => {
    const { incidents, incident, request, recover } = opened();
    const { id: incidentId } = incident();
    const status = (to: 'closed' | 'investigating', reason: string) => () =>
      incidents.setStatus({ ...request(), incidentId, status: to, reason });
    expect(status('closed', 'done')).toThrow(/is investigating and cannot become closed/);
    recover('a1');
    expect(status('closed', '')).toThrow(/1 follow-ups of INC-20261125-0314 are open/);
    status('closed', 'not worth it')();
    expect(incident().status).toBe('closed');
    expect(status('investigating', 'again')).toThrow(/is closed/);
    expect(() => incidents.acknowledge({ ...request(), incidentId: 'INC-1' })).toThrow(RequestError);
    expect(() => incidents.markStep({ ...request(), incidentId, stepId: 'x', state: 'done', why: '' })).toThrow(
      /no step x/,
    );
    const tomorrow = { timestamp: 'startedAt', at: startAt + 24 * hourMs, reason: '' } as const;
    expect(() => incidents.correctTimestamp({ ...request(), incidentId, ...tomorrow })).toThrow(/not come yet/);
  });
});

it('collects evidence at the start for an incident that has none', () => {
  const second = opened().restart();
  second.incidents.start();
  expect(second.evidence).toEqual([second.incident().id]);
});
