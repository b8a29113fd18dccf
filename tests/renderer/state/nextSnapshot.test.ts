import { fc } from '#tests/support/fastCheck.ts';
import { describe, expect, it } from 'vitest';
import { emptyDeskState } from '#shared/desk/deskState.ts';
import type { JournalEvent } from '#shared/desk/journalEvent.ts';
import { replayDesk } from '#shared/desk/nextDeskState.ts';
import { defaultPreferences } from '#shared/rpc/preferences.ts';
import type { Snapshot } from '#shared/rpc/contract.ts';
import { nextSnapshot } from '../../../src/renderer/state/nextSnapshot.ts';
import { createFixtureJournal } from '../fixtureJournal.ts';
import { fixtureLab, fixtureLive } from '../fixtureLab.ts';
import { resolvedStory, runningStory } from '../fixtureStory.ts';

const now = Date.UTC(2026, 10, 23, 2, 11, 0);

const empty: Snapshot = {
  desk: emptyDeskState,
  lab: { folder: '/lab', lab: fixtureLab, hash: 'h', problems: [], templates: { own: [], builtIn: [] } },
  live: fixtureLive(now, false, 0),
  preferences: defaultPreferences,
  shell: {
    kind: 'web',
    version: '0',
    vault: 'memory',
    demo: { kind: 'off' },
    nativeNotifications: false,
    dataFolder: '/data',
    user: 'robin',
    observerName: 'desk',
    timeZone: 'UTC',
  },
  takenAt: now,
};

function story(): readonly JournalEvent[] {
  const journal = createFixtureJournal(() => now);
  journal.append([...resolvedStory(now, 'hash'), ...runningStory(now, 'hash')], { actor: 'sitrep', requestId: null });
  return journal.eventsAfter(0, 1_000);
}

describe('the snapshot of a window', () => {
  it('ends at what the core holds, however the events are cut into messages', () => {
    const events = story();
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1 }), (sizes) => {
        let snapshot = empty;
        for (let at = 0, turn = 0; at < events.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          const step = nextSnapshot(snapshot, { kind: 'events', events: events.slice(at, at + size) });
          if (step.kind === 'gap') throw new Error('no gap was made');
          snapshot = step.snapshot;
          at += size;
        }
        expect(snapshot.desk).toEqual(replayDesk(emptyDeskState, events));
      }),
    );
  });

  it('notices an event that is missing, and applies nothing of that message', () => {
    const events = story();
    expect(nextSnapshot(empty, { kind: 'events', events: events.slice(1) })).toEqual({ kind: 'gap' });
  });

  it('takes events that it has already as nothing new', () => {
    const events = story();
    const first = nextSnapshot(empty, { kind: 'events', events });
    if (first.kind === 'gap') throw new Error('no gap was made');
    const again = nextSnapshot(first.snapshot, { kind: 'events', events: events.slice(-3) });
    expect(again).toEqual({ ...first, snapshot: { ...first.snapshot } });
  });

  it('knows when lab.yaml changed and must be fetched', () => {
    const event: JournalEvent = {
      sequence: 1,
      type: 'lab.changed',
      version: 1,
      occurredAt: now,
      recordedAt: now,
      actor: 'sitrep',
      requestId: null,
      data: { hash: 'other', summary: '' },
    };
    const step = nextSnapshot(empty, { kind: 'events', events: [event] });
    expect(step).toMatchObject({ kind: 'applied', isLabStale: true });
    if (step.kind === 'gap') return;
    const fetched = nextSnapshot(step.snapshot, { kind: 'lab', lab: { ...empty.lab, hash: 'other' } });
    expect(fetched).toMatchObject({ kind: 'applied', isLabStale: false });
  });

  it('does not let live views move the revision', () => {
    const step = nextSnapshot(empty, { kind: 'live', live: fixtureLive(now + 1, true, 1) });
    expect(step).toMatchObject({ snapshot: { desk: { revision: 0 }, live: { takenAt: now + 1 } } });
  });
});
