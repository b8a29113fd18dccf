import { fc } from '#tests/support/fastCheck.ts';
import { expect, it } from 'vitest';
import { maintenanceUntil } from '#shared/maintenance/maintenanceUntil.ts';
import type { MaintenanceWindow } from '#shared/maintenance/maintenanceWindow.ts';
import { dayMs, hourMs, minuteMs } from '#shared/time/instant.ts';

const zone = 'Europe/Berlin';
const utc = (text: string) => Date.parse(`${text}Z`);
const weekly = (days: number[], from: string, to: string): MaintenanceWindow => ({
  id: 'w',
  weekly: { days, from, to },
});

it('holds from its start until before its end, in the wall time of its zone', () => {
  const once: MaintenanceWindow = { id: 'once', start: '2026-11-23 22:00', end: '2026-11-24T01:30' };
  expect(maintenanceUntil(once, utc('2026-11-23T20:59'), zone)).toBeNull();
  expect(maintenanceUntil(once, utc('2026-11-23T21:00'), zone)).toBe(utc('2026-11-24T00:30'));
  expect(maintenanceUntil(once, utc('2026-11-24T00:29'), zone)).toBe(utc('2026-11-24T00:30'));
  expect(maintenanceUntil(once, utc('2026-11-24T00:30'), zone)).toBeNull();
});

it('spans midnight into a day that is not named', () => {
  const sundayNight = weekly([7], '23:00', '02:00');
  expect(maintenanceUntil(sundayNight, utc('2026-11-22T22:30'), zone)).toBe(utc('2026-11-23T01:00'));
  expect(maintenanceUntil(sundayNight, utc('2026-11-23T00:30'), zone)).toBe(utc('2026-11-23T01:00'));
  expect(maintenanceUntil(sundayNight, utc('2026-11-23T22:30'), zone)).toBeNull();
});

it('keeps its wall time over both changes of the clocks', () => {
  const night = weekly([1, 2, 3, 4, 5, 6, 7], '01:00', '05:00');
  const lengthOn = (date: string) => {
    const startAt = utc(`${date}T00:00`);
    const minutes = Array.from({ length: 24 * 60 }, (_, minute) => startAt - 2 * hourMs + minute * minuteMs);
    return minutes.filter((at) => maintenanceUntil(night, at, zone) !== null).length;
  };
  expect(lengthOn('2026-03-28')).toBe(4 * 60);
  // 02:00 becomes 03:00; an hour later in the year 03:00 becomes 02:00.
  expect(lengthOn('2026-03-29')).toBe(3 * 60);
  expect(lengthOn('2026-10-25')).toBe(5 * 60);
});

it('never ends before it is looked at, nor later than a day after it', () => {
  const times = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }));
  const written = ([hour, minute]: readonly [number, number]) =>
    `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  fc.assert(
    fc.property(
      fc.integer({ min: utc('2026-01-01T00:00'), max: utc('2027-01-01T00:00') }),
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
      times,
      times,
      fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'UTC'),
      (at, days, from, to, anyZone) => {
        const untilAt = maintenanceUntil(weekly(days, written(from), written(to)), at, anyZone);
        if (untilAt === null) return;
        expect(untilAt).toBeGreaterThan(at);
        expect(untilAt - at).toBeLessThanOrEqual(dayMs + hourMs);
      },
    ),
  );
});
