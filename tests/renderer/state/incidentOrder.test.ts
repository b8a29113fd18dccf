import { describe, expect, it } from 'vitest';
import type { Incident } from '#shared/incident/incident.ts';
import { compareIncidents, isRunning } from '../../../src/renderer/state/incidentOrder.ts';
import { createFixtureJournal } from '../fixtureJournal.ts';
import { resolvedIncidentId, resolvedStory, runningIncidentId, runningStory } from '../fixtureStory.ts';

const now = Date.UTC(2026, 10, 23, 2, 11, 0);

function incidents(): Readonly<Record<string, Incident>> {
  const journal = createFixtureJournal(() => now);
  journal.append([...resolvedStory(now, 'hash'), ...runningStory(now, 'hash')], { actor: 'sitrep', requestId: null });
  return journal.state().incidents;
}

describe('the order of incidents', () => {
  it('leaves resolved ones out of those that people work on', () => {
    const all = incidents();
    expect(
      Object.values(all)
        .filter(isRunning)
        .map((one) => one.id),
    ).toEqual([runningIncidentId]);
    expect(all[resolvedIncidentId]?.status).toBe('resolved');
  });

  it('puts unacknowledged before acknowledged, severe before mild, old before new', () => {
    const one = incidents()[runningIncidentId];
    if (one === undefined) throw new Error('the story has no incident');
    const acknowledged = { ...one, id: 'acknowledged', timestamps: { ...one.timestamps, acknowledgedAt: now } };
    const mild = { ...one, id: 'mild', severity: 3 as const };
    const newer = { ...one, id: 'newer', timestamps: { ...one.timestamps, detectedAt: now } };
    const order = [acknowledged, mild, newer, one].sort(compareIncidents).map(({ id }) => id);
    expect(order).toEqual([runningIncidentId, 'newer', 'mild', 'acknowledged']);
  });
});
