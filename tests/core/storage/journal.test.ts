import { describe, expect, it } from 'vitest';
import type { JournalEntry, JournalEvent } from '#shared/desk/journalEvent.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import { createJournal } from '#core/storage/createJournal.ts';
import { manualClock, memoryLogger, temporaryFolder, temporaryStorage } from './support.ts';

const bySitrep = { actor: 'sitrep', requestId: null } as const;
const started = (version: string): JournalEntry => ({ type: 'core.started', data: { version } });
const lab = (hash: string): JournalEntry => ({ type: 'lab.changed', data: { hash, summary: 'one host added' } });
const raised = (id: string): JournalEntry => ({
  type: 'alert.raised',
  data: {
    alert: {
      id,
      source: { kind: 'check', checkId: 'unit', checkRevision: 'r1' },
      hostId: 'auditor',
      serviceId: 'gitops-auditor',
      outcome: 'critical',
      text: 'unit gitops-auditor failed',
      problemSinceAt: 1_790_000_000_000,
      causeKey: 'service:gitops-auditor',
    },
  },
});
const opened = (incidentId: string, alertIds: string[]): JournalEntry => ({
  type: 'incident.opened',
  data: {
    incidentId,
    title: 'gitops-auditor is down',
    severity: 1,
    severityReason: 'complete outage',
    causeKey: 'service:gitops-auditor',
    hostId: 'auditor',
    serviceId: 'gitops-auditor',
    alertIds,
    runbookId: 'gitops-auditor',
    runbookHash: 'h',
    variables: {},
    startedAt: 1,
    detectedAt: 2,
    followsIncidentId: null,
  },
});

describe('the journal', () => {
  it('numbers events from 1 and gives them back in order after a restart', () => {
    const folder = temporaryFolder();
    const first = temporaryStorage(manualClock(), folder);
    first.journal.append([started('1'), lab('a')], bySitrep);
    first.journal.append([lab('b')], bySitrep);
    const before = first.journal.state();
    first.close();

    const { journal } = temporaryStorage(manualClock(), folder);
    expect(journal.state()).toEqual(before);
    expect(journal.state()).toMatchObject({ revision: 3, labHash: 'b' });
    expect(journal.eventsAfter(1, 10).map((event) => [event.sequence, event.type])).toEqual([
      [2, 'lab.changed'],
      [3, 'lab.changed'],
    ]);
    expect(journal.eventsAfter(0, 1)).toHaveLength(1);
  });

  it('keeps when it happened apart from when it was recorded', () => {
    const { journal } = temporaryStorage(manualClock(5_000));
    const { events } = journal.append([{ ...started('1'), occurredAt: 1_000 }], bySitrep);
    expect(events[0]).toMatchObject({ occurredAt: 1_000, recordedAt: 5_000, version: 1, actor: 'sitrep' });
  });

  it('gives a repeated request its first events and adds nothing, after a restart too', () => {
    const folder = temporaryFolder();
    const first = temporaryStorage(manualClock(), folder);
    const by = { actor: 'person', requestId: 'r-1' } as const;
    const once = first.journal.append([lab('a'), lab('b')], by);
    expect(first.journal.append([lab('c')], by)).toEqual({ events: once.events, isRepeat: true });
    first.close();

    const { journal } = temporaryStorage(manualClock(), folder);
    expect(journal.append([lab('d')], by)).toEqual({ events: once.events, isRepeat: true });
    expect(journal.eventsOfRequest('r-1')).toEqual(once.events);
    expect(journal.eventsOfRequest('r-2')).toEqual([]);
    expect(journal.state()).toMatchObject({ revision: 2, labHash: 'b' });
  });

  it('remembers a request that changed nothing', () => {
    const { journal } = temporaryStorage();
    const by = { actor: 'person', requestId: 'r-1' } as const;
    expect(journal.append([], by)).toEqual({ events: [], isRepeat: false });
    expect(journal.append([lab('a')], by)).toEqual({ events: [], isRepeat: true });
    expect(journal.state().revision).toBe(0);
  });

  it('tells listeners after it is durable, in order, also what a listener itself appends', () => {
    const { journal } = temporaryStorage();
    const heard: (readonly [string, number])[] = [];
    journal.onAppended((events) => {
      if (events[0]?.type === 'core.started') journal.append([lab('from a listener')], bySitrep);
    });
    const stop = journal.onAppended((events) => {
      heard.push(...events.map((event) => [event.type, journal.eventsAfter(0, 9).length] as const));
    });
    journal.append([started('1')], bySitrep);
    stop();
    journal.append([lab('unheard')], bySitrep);
    expect(heard).toEqual([
      ['core.started', 2],
      ['lab.changed', 2],
    ]);
  });

  it('goes on when a listener throws', () => {
    const { journal } = temporaryStorage();
    const heard: JournalEvent[] = [];
    journal.onAppended(() => {
      throw new Error('a broken listener');
    });
    journal.onAppended((events) => heard.push(...events));
    journal.append([lab('a')], bySitrep);
    expect(heard).toHaveLength(1);
  });

  it('says UNAVAILABLE on a full disk, adds nothing, tells nobody, and goes on when there is room', () => {
    const { journal, database } = temporaryStorage();
    journal.append([lab('a')], bySitrep);
    const heard: JournalEvent[] = [];
    journal.onAppended((events) => heard.push(...events));
    const { page_count: pages } = database.prepare('PRAGMA page_count').get() ?? {};
    database.exec(`PRAGMA max_page_count = ${Number(pages)}`);
    const big = { type: 'core.started', data: { version: 'x'.repeat(100_000) } } as const;
    expect(() => journal.append([big], { actor: 'person', requestId: 'r-1' })).toThrow(RequestError);
    expect(heard).toEqual([]);
    expect(journal.state().revision).toBe(1);

    database.exec('PRAGMA max_page_count = 1000000');
    expect(journal.append([big], { actor: 'person', requestId: 'r-1' })).toMatchObject({ isRepeat: false });
    expect(heard.map((event) => event.sequence)).toEqual([2]);
  });

  it('refuses data that is no such event, and adds none of its companions', () => {
    const { journal } = temporaryStorage();
    const wrong = { type: 'lab.changed', data: { hash: 'a', summary: 'x', extra: 1 } } as const;
    expect(() => journal.append([lab('a'), wrong], bySitrep)).toThrow(/extra/);
    expect(journal.state().revision).toBe(0);
  });

  it('cannot be rewritten, not even with SQL', () => {
    const { journal, database } = temporaryStorage();
    journal.append([lab('a')], bySitrep);
    expect(() => database.exec("UPDATE events SET type = 'x'")).toThrow(/only grows/);
    expect(() => database.exec('DELETE FROM events')).toThrow(/only grows/);
  });

  it('gives an incident its own events, its alerts, its runs and its notifications, in order', () => {
    const { journal } = temporaryStorage();
    const note = (incidentId: string): JournalEntry => ({
      type: 'incident.noteAdded',
      data: { incidentId, text: 'seen' },
    });
    const notification = {
      id: 'n1',
      level: 'P1',
      title: 't',
      body: 'b',
      incidentId: 'i1',
      hostId: null,
      actions: [],
    } as const;
    journal.append([raised('a1'), opened('i1', ['a1'])], bySitrep);
    journal.append([raised('a2'), opened('i2', ['a2']), note('i2')], bySitrep);
    journal.append(
      [{ type: 'notification.raised', data: { notification: { ...notification, actions: [] } } }],
      bySitrep,
    );
    journal.append([{ type: 'run.cancelRequested', data: { runId: 'unknown' } }, note('i1')], bySitrep);
    journal.append([{ type: 'alert.recovered', data: { alertId: 'a1', text: 'ok' } }], bySitrep);
    journal.append([{ type: 'notification.answered', data: { notificationId: 'n1', action: 'open' } }], bySitrep);
    expect(journal.eventsOfIncident('i1').map((event) => event.type)).toEqual([
      'alert.raised',
      'incident.opened',
      'notification.raised',
      'incident.noteAdded',
      'alert.recovered',
      'notification.answered',
    ]);
    expect(journal.eventsOfIncident('i3')).toEqual([]);
  });

  it('upcasts events of old versions on reading and writes the newest', () => {
    const folder = temporaryFolder();
    const old = temporaryStorage(manualClock(), folder);
    old.database
      .prepare("INSERT INTO events VALUES (1, 'lab.changed', 1, 5, 5, 'sitrep', NULL, NULL, ?)")
      .run(JSON.stringify({ digest: 'abc' }));
    old.database
      .prepare("INSERT INTO events VALUES (2, 'lab.changed', 2, 6, 6, 'sitrep', NULL, NULL, ?)")
      .run(JSON.stringify({ hash: 'def' }));
    const upcasters = {
      'lab.changed': [
        (data: Readonly<Record<string, unknown>>) => ({ hash: data['digest'] }),
        (data: Readonly<Record<string, unknown>>) => ({ ...data, summary: 'not told' }),
      ],
    };
    const journal = createJournal({
      database: old.database,
      clock: manualClock(),
      logger: memoryLogger(),
      upcasters,
    });
    journal.append([lab('new')], bySitrep);
    expect(journal.eventsAfter(0, 9).map(({ version, data }) => [version, data])).toEqual([
      [3, { hash: 'abc', summary: 'not told' }],
      [3, { hash: 'def', summary: 'not told' }],
      [3, { hash: 'new', summary: 'one host added' }],
    ]);
    expect(journal.state().labHash).toBe('new');
  });

  it('reads findings of the first version, which only came on top of each other', () => {
    const { database } = temporaryStorage();
    const finding = { id: 'unit', severity: 'critical', text: 'unit failed', proof: '', suggests: [] };
    database
      .prepare("INSERT INTO events VALUES (1, 'run.found', 1, 5, 5, 'sitrep', NULL, NULL, ?)")
      .run(JSON.stringify({ runId: 'r1', findings: [finding] }));
    const journal = createJournal({ database, clock: manualClock(), logger: memoryLogger() });
    expect(journal.eventsAfter(0, 9).map(({ version, data }) => [version, data])).toEqual([
      [2, { runId: 'r1', findings: [finding], standing: null }],
    ]);
  });

  it('names the event that it cannot read', () => {
    const { database } = temporaryStorage();
    database.exec("INSERT INTO events VALUES (1, 'from.theFuture', 1, 5, 5, 'sitrep', NULL, NULL, '{}')");
    expect(() => createJournal({ database, clock: manualClock(), logger: memoryLogger() })).toThrow(
      /Event 1 of the journal \(from\.theFuture\) cannot be read/,
    );
  });
});

describe('documents', () => {
  it('come back by their hash, and twice the same is one', () => {
    const { documents } = temporaryStorage();
    const hash = documents.keep('# Runbook\n');
    expect(documents.keep('# Runbook\n')).toBe(hash);
    expect(documents.read(hash)).toBe('# Runbook\n');
    expect(documents.read('0'.repeat(64))).toBeNull();
  });
});
