import { fc } from '#tests/support/fastCheck.ts';
import { describe, expect, it } from 'vitest';
import { emptyDeskState } from '#shared/desk/deskState.ts';
import type { JournalEntry, JournalEvent } from '#shared/desk/journalEvent.ts';
import { nextDeskState, replayDesk } from '#shared/desk/nextDeskState.ts';
import { anyEvents } from './anyEvents.ts';

type Told = JournalEntry & { readonly actor?: 'person' };

function eventOf({ actor, type, data }: Told, index: number): JournalEvent {
  const at = (index + 1) * 1_000;
  const envelope = {
    sequence: index + 1,
    version: 1,
    occurredAt: at,
    recordedAt: at,
    actor: actor ?? 'sitrep',
    requestId: null,
  };
  return { ...envelope, type, data } as JournalEvent;
}

/** The state after entries that happened at 1000, 2000, and so on. */
function after(...entries: readonly Told[]) {
  const events = entries.map(eventOf);
  return events.reduce(nextDeskState, emptyDeskState);
}

const opened: JournalEntry = {
  type: 'incident.opened',
  data: {
    incidentId: 'i',
    title: 'x is down',
    severity: 1,
    severityReason: 'outage',
    causeKey: 'service:x',
    hostId: 'h',
    serviceId: 'x',
    alertIds: [],
    runbookId: 'r',
    runbookHash: 'h',
    variables: {},
    startedAt: 1,
    detectedAt: 2,
    followsIncidentId: null,
  },
};
const status = (to: 'resolving' | 'resolved' | 'closed'): JournalEntry => ({
  type: 'incident.statusSet',
  data: { incidentId: 'i', status: to, reason: '' },
});

describe('the desk', () => {
  it('takes any valid events in any order without throwing, its revision never falling', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        let state = emptyDeskState;
        for (const event of events) {
          const next = nextDeskState(state, event);
          expect(next.revision).toBe(event.sequence);
          expect(next.revision).toBeGreaterThan(state.revision);
          state = next;
        }
      }),
    );
  });

  it('is the same replayed as one by one, from any point on', () => {
    fc.assert(
      fc.property(anyEvents, fc.nat(60), (events, split) => {
        const oneByOne = events.reduce(nextDeskState, emptyDeskState);
        expect(replayDesk(emptyDeskState, events)).toEqual(oneByOne);
        const early = replayDesk(emptyDeskState, events.slice(0, split));
        expect(replayDesk(early, events)).toEqual(oneByOne);
      }),
    );
  });

  it('is never changed in place, and repeated events change nothing', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        let state = emptyDeskState;
        for (const event of events) {
          const before = structuredClone(state);
          const next = nextDeskState(state, event);
          expect(state).toEqual(before);
          expect(nextDeskState(next, event)).toBe(next);
          state = next;
        }
      }),
      { numRuns: 30 },
    );
  });

  it('holds only what was told of: its rows are known by their own ids and refer to incidents consistently', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const state = replayDesk(emptyDeskState, events);
        for (const table of [state.alerts, state.incidents, state.runs, state.prompts, state.notifications]) {
          const rows: readonly (readonly [string, { readonly id: string }])[] = Object.entries(table);
          expect(rows.map(([, row]) => row.id)).toEqual(rows.map(([id]) => id));
        }
        for (const { status, timestamps } of Object.values(state.incidents)) {
          expect(timestamps.closedAt !== null).toBe(status === 'closed');
          expect(timestamps.resolvedAt !== null || !['resolved', 'closed'].includes(status)).toBe(true);
        }
      }),
    );
  });

  it('advances its revision and nothing else for what it does not know', () => {
    expect(after({ type: 'run.cancelRequested', data: { runId: 'nobody' } })).toEqual({
      ...emptyDeskState,
      revision: 1,
    });
  });

  it('remembers who set the severity', () => {
    const set = { type: 'incident.severitySet', data: { incidentId: 'i', severity: 2, reason: '' } } as const;
    expect(after(opened, set).incidents['i']).toMatchObject({ severity: 2, severityBy: 'suggested' });
    expect(after(opened, { ...set, actor: 'person' }).incidents['i']).toMatchObject({ severityBy: 'person' });
  });

  it('keeps the first instant of each timestamp, until a correction', () => {
    const acknowledged: JournalEntry = { type: 'incident.acknowledged', data: { incidentId: 'i' } };
    const desk = after(opened, acknowledged, acknowledged, status('resolved'), status('closed'));
    expect(desk.incidents['i']?.timestamps).toEqual({
      startedAt: 1,
      detectedAt: 2,
      acknowledgedAt: 2_000,
      mitigatedAt: 4_000,
      resolvedAt: 4_000,
      closedAt: 5_000,
    });
    const corrected = after(opened, status('resolved'), {
      type: 'incident.timestampCorrected',
      data: { incidentId: 'i', timestamp: 'mitigatedAt', at: 1_500, reason: 'seen in the log' },
    });
    expect(corrected.incidents['i']?.timestamps).toMatchObject({ mitigatedAt: 1_500, resolvedAt: 2_000 });
  });

  it('lets a message keep the promise of the one before', () => {
    const sent: JournalEntry = {
      type: 'message.sent',
      data: {
        incidentId: 'i',
        draftId: 'd',
        templateId: 't',
        subject: 's',
        body: 'b',
        to: [],
        via: 'eml',
        nextUpdateBy: 9_000,
      },
    };
    const late: JournalEntry = { type: 'incident.clockBreached', data: { incidentId: 'i', clock: 'update', text: '' } };
    expect(after(opened, sent, late, late).incidents['i']?.breached).toEqual(['update']);
    expect(after(opened, sent, late, sent).incidents['i']).toMatchObject({ breached: [], nextUpdateBy: 9_000 });
  });
});
