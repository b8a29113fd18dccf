import { describe, expect, it } from 'vitest';
import type { Incident } from '#shared/incident/incident.ts';
import { incidentClocks, type Procedure } from '#shared/incident/incidentClocks.ts';
import { incidentMetrics } from '#shared/incident/incidentMetrics.ts';
import type { TimedList } from '#shared/runbook/runbook.ts';
import { workCalendar } from '#shared/time/businessDay.ts';
import { hourMs, minuteMs } from '#shared/time/instant.ts';

/** Friday 2026-03-27, 15:00 in Berlin, two days before the clocks change there. */
const detectedAt = Date.UTC(2026, 2, 27, 14);
const berlin = workCalendar({ timeZone: 'Europe/Berlin' }, 'UTC');

const base: Incident = {
  id: 'INC-1',
  title: 'x is down',
  severity: 1,
  severityBy: 'suggested',
  status: 'investigating',
  causeKey: 'service:x',
  hostId: 'h',
  serviceId: 'x',
  alertIds: [],
  runbookId: 'r',
  runbookHash: 'h',
  variables: {},
  timestamps: {
    startedAt: detectedAt - minuteMs,
    detectedAt,
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

const at = (stamps: Partial<Incident['timestamps']>, rest: Partial<Incident> = {}): Incident => ({
  ...base,
  ...rest,
  timestamps: { ...base.timestamps, ...stamps },
});
const list = (id: string, fromMinutes: number, toMinutes: number, steps: readonly string[] = [id]): TimedList => ({
  id,
  title: `The ${id}`,
  fromMinutes,
  toMinutes,
  line: 1,
  steps: steps.map((step) => ({ id: step, text: step, line: 1, tick: null })),
});
const within = (rank: 1 | 2 | 3, minutes: number) =>
  ({
    rank,
    label: '',
    name: '',
    criteria: [],
    response: { kind: 'within', minutes, text: '' },
    details: [],
    line: 1,
  }) as const;
const procedure: Procedure = {
  levels: [
    within(1, 15),
    within(2, 30),
    within(3, 120),
    {
      rank: 4,
      label: '',
      name: '',
      criteria: [],
      response: { kind: 'nextBusinessDay', text: '' },
      details: [],
      line: 1,
    },
  ],
  phases: [list('assess', 0, 5, ['one', 'two']), list('stabilise', 10, 30)],
  followUps: [list('soon', 0, 120), { ...list('whenever', 0, 0), isUntimed: true }, list('later', 120, 1_440)],
};
const clocks = (incident: Incident, now = detectedAt) => incidentClocks(incident, procedure, now, berlin);
const mark = (markedAt: number) => ({ state: 'done', by: 'person', why: '', at: markedAt }) as const;

describe('the response clock', () => {
  it('gives P1 15 min, P2 30 min and P3 2 h from detection', () => {
    const due = ([1, 2, 3] as const).map((severity) => clocks({ ...base, severity })[0]?.dueBy);
    expect(due).toEqual([15, 30, 120].map((minutes) => detectedAt + minutes * minuteMs));
  });

  it('gives P4 until the next business day begins where the user lives, clocks changed or not', () => {
    expect(clocks({ ...base, severity: 4 })[0]?.dueBy).toBe(Date.UTC(2026, 2, 30, 7));
  });

  it('is breached only after its last moment, and for ever when answered late', () => {
    const dueBy = detectedAt + 15 * minuteMs;
    expect(clocks(base, dueBy)[0]).toMatchObject({ id: 'response', breached: false, stoppedAt: null });
    expect(clocks(base, dueBy + 1)[0]).toMatchObject({ breached: true });
    expect(clocks(at({ acknowledgedAt: dueBy }), dueBy + hourMs)[0]).toMatchObject({
      breached: false,
      stoppedAt: dueBy,
    });
    expect(clocks(at({ acknowledgedAt: dueBy + 1 }), dueBy + hourMs)[0]).toMatchObject({ breached: true });
  });

  it('stops when the incident is over unanswered, and does not exist where the runbook promises nothing', () => {
    const resolvedAt = detectedAt + minuteMs;
    const over = at({ resolvedAt }, { status: 'resolved' });
    expect(clocks(over, detectedAt + hourMs)[0]).toMatchObject({ stoppedAt: resolvedAt, breached: false });
    expect(incidentClocks(base, { ...procedure, levels: [] }, detectedAt, berlin)).toEqual([]);
  });
});

describe('phases', () => {
  const acknowledgedAt = detectedAt + 3 * minuteMs;

  it('run from the acknowledgement', () => {
    expect(clocks(at({ acknowledgedAt })).slice(1)).toMatchObject([
      { id: 'phase:assess', label: 'The assess', startsAt: acknowledgedAt, dueBy: acknowledgedAt + 5 * minuteMs },
      { id: 'phase:stabilise', startsAt: acknowledgedAt + 10 * minuteMs, dueBy: acknowledgedAt + 30 * minuteMs },
    ]);
  });

  it('stop with their last step, skipped ones included, and run on when one is opened again', () => {
    const marks = { one: mark(acknowledgedAt + 1), two: { ...mark(acknowledgedAt + 2), state: 'skipped' } } as const;
    expect(clocks(at({ acknowledgedAt }, { marks }))[1]).toMatchObject({ stoppedAt: acknowledgedAt + 2 });
    const opened = { ...marks, one: { ...mark(acknowledgedAt + 3), state: 'open' } } as const;
    expect(clocks(at({ acknowledgedAt }, { marks: opened }))[1]).toMatchObject({ stoppedAt: null });
  });
});

it('the promised update runs from the last message', () => {
  const sent = { draftId: 'd', templateId: 't', subject: 's', to: [], via: 'eml', at: detectedAt + 1 } as const;
  const dueBy = detectedAt + 30 * minuteMs;
  expect(clocks({ ...base, messages: [sent], nextUpdateBy: dueBy })[1]).toEqual({
    id: 'update',
    label: 'Next update',
    startsAt: sent.at,
    dueBy,
    stoppedAt: null,
    breached: false,
  });
  expect(clocks({ ...base, messages: [sent] })).toHaveLength(1);
});

it('follow-ups run from the resolution, those without a time not at all', () => {
  const resolvedAt = detectedAt + hourMs;
  const resolved = at({ resolvedAt }, { status: 'resolved', marks: { soon: mark(resolvedAt + 5) } });
  expect(clocks(resolved).slice(1)).toMatchObject([
    { id: 'followUp:0', dueBy: resolvedAt + 2 * hourMs, stoppedAt: resolvedAt + 5 },
    { id: 'followUp:2', dueBy: resolvedAt + 24 * hourMs, stoppedAt: null },
  ]);
  const closedAt = resolvedAt + hourMs;
  const closed = at({ resolvedAt, closedAt }, { status: 'closed' });
  expect(
    clocks(closed)
      .slice(1)
      .map(({ stoppedAt }) => stoppedAt),
  ).toEqual([closedAt, closedAt]);
});

it('metrics come from the timestamps, corrected ones included', () => {
  const stamps = { acknowledgedAt: detectedAt + 1, mitigatedAt: detectedAt + 2, resolvedAt: detectedAt + 3 };
  expect(incidentMetrics(at(stamps))).toEqual({
    timeToDetectMs: minuteMs,
    timeToAcknowledgeMs: 1,
    timeToMitigateMs: minuteMs + 2,
    timeToResolveMs: minuteMs + 3,
  });
  expect(incidentMetrics(at({ startedAt: detectedAt + 5 }))).toEqual({
    timeToDetectMs: 0,
    timeToAcknowledgeMs: null,
    timeToMitigateMs: null,
    timeToResolveMs: null,
  });
});
