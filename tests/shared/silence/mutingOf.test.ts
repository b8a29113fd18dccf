import { expect, it } from 'vitest';
import { mutingOf, type MutingContext } from '#shared/silence/mutingOf.ts';
import type { Silence } from '#shared/silence/silence.ts';

const subject = { hostId: 'nas', serviceId: 'photos', checkId: 'photos-unit' };
const silence = (kind: 'host' | 'service' | 'check', id: string, untilAt: number): Silence => ({
  id: `${kind} ${id}`,
  target: { kind, id },
  reason: 'new disk',
  untilAt,
  addedAt: 0,
});
const context = (changes: Partial<MutingContext>): MutingContext => ({
  lab: { settings: {} },
  silences: [],
  at: 1_000,
  observerZone: 'UTC',
  ...changes,
});

it('mutes by the host, the service or the check of an alert, until the silence ends', () => {
  for (const [kind, id] of [
    ['host', 'nas'],
    ['service', 'photos'],
    ['check', 'photos-unit'],
  ] as const) {
    const silences = [silence(kind, id, 2_000)];
    expect(mutingOf(subject, context({ silences }))).toEqual({ by: 'a silence: new disk', untilAt: 2_000 });
    expect(mutingOf(subject, context({ silences, at: 2_000 }))).toBeNull();
  }
  expect(mutingOf(subject, context({ silences: [silence('host', 'web', 2_000)] }))).toBeNull();
});

it('takes the longest of what mutes', () => {
  const silences = [silence('host', 'nas', 2_000), silence('check', 'photos-unit', 5_000)];
  expect(mutingOf(subject, context({ silences }))?.untilAt).toBe(5_000);
});

it('mutes by maintenance of what it names, or of the whole lab where it names nothing', () => {
  const hours = { weekly: { days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '01:00' } };
  const window = (targets: object) =>
    context({ lab: { settings: {}, maintenance: [{ id: 'updates', ...hours, ...targets }] } });
  expect(mutingOf(subject, window({}))?.by).toBe('maintenance updates');
  expect(mutingOf(subject, window({ services: ['photos'] }))).not.toBeNull();
  expect(mutingOf(subject, window({ hosts: ['web'], checks: ['other'] }))).toBeNull();
});

it('reads the hours of maintenance in its own zone, then in that of the lab, then in that of the observer', () => {
  const updates = { id: 'updates', weekly: { days: [4], from: '05:00', to: '06:00' } };
  const inZones = (own: string | undefined, labs: string | undefined, observerZone: string) =>
    mutingOf(subject, {
      lab: {
        settings: labs === undefined ? {} : { timeZone: labs },
        maintenance: [{ ...updates, ...(own === undefined ? {} : { timeZone: own }) }],
      },
      silences: [],
      // A Thursday.
      at: Date.parse('2026-11-26T05:30Z'),
      observerZone,
    }) !== null;
  expect(inZones('UTC', 'Asia/Tokyo', 'Asia/Tokyo')).toBe(true);
  expect(inZones(undefined, 'UTC', 'Asia/Tokyo')).toBe(true);
  expect(inZones(undefined, undefined, 'UTC')).toBe(true);
  expect(inZones('Asia/Tokyo', 'UTC', 'UTC')).toBe(false);
});
