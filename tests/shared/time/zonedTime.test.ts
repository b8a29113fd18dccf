import { fc } from '#tests/support/fastCheck.ts';
import { describe, expect, it } from 'vitest';
import { nextBusinessDayAt, workCalendar } from '#shared/time/businessDay.ts';
import { durationText } from '#shared/time/duration.ts';
import { compactDateTime, instantOfLocal, isTimeZone, localDateTime, timeOfDay } from '#shared/time/zonedTime.ts';

const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Apia'];
const minuteOf = (instant: number) => Math.floor(instant / 60_000) * 60_000;
const anyInstant = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2090, 0, 1) });

describe('local time', () => {
  it('finds the instant of every wall time that exists, the earlier where there are two', () => {
    fc.assert(
      fc.property(anyInstant, fc.constantFrom(...zones), (instant, zone) => {
        const local = localDateTime(instant, zone);
        const found = instantOfLocal(local, zone);
        expect(localDateTime(found, zone)).toEqual(local);
        expect(found).toBeLessThanOrEqual(minuteOf(instant));
      }),
    );
  });

  it('skips ahead over the hour that spring takes and takes the first of the two that autumn gives', () => {
    const spring = { year: 2026, month: 3, day: 29, hour: 2, minute: 30 };
    expect(timeOfDay(instantOfLocal(spring, 'Europe/Berlin'), 'Europe/Berlin')).toBe('03:30');
    const autumn = { year: 2026, month: 10, day: 25, hour: 2, minute: 30 };
    expect(instantOfLocal(autumn, 'Europe/Berlin')).toBe(Date.UTC(2026, 9, 25, 0, 30));
  });

  it('reads as people write it', () => {
    expect(compactDateTime(Date.UTC(2026, 10, 23, 2, 11), 'Europe/Berlin')).toBe('20261123-0311');
    expect(isTimeZone('Europe/Berlin')).toBe(true);
    expect(isTimeZone('Middle/Earth')).toBe(false);
  });
});

describe('the next business day', () => {
  const berlin = workCalendar({ timeZone: 'Europe/Berlin', businessDay: { starts: '08:30' } }, 'UTC');
  const local = (instant: number) => localDateTime(instant, 'Europe/Berlin');

  it('is the next morning, or Monday after a Friday', () => {
    const thursday = Date.UTC(2026, 10, 26, 22, 59);
    expect(local(nextBusinessDayAt(thursday, berlin))).toEqual({ year: 2026, month: 11, day: 27, hour: 8, minute: 30 });
    const fridayThere = Date.UTC(2026, 10, 26, 23, 1);
    expect(local(nextBusinessDayAt(fridayThere, berlin))).toMatchObject({ month: 11, day: 30, hour: 8 });
  });

  it('keeps its time of day when the clocks change over the weekend', () => {
    const beforeChange = Date.UTC(2026, 2, 27, 12);
    expect(nextBusinessDayAt(beforeChange, berlin)).toBe(Date.UTC(2026, 2, 30, 6, 30));
  });

  it('is always later, on a working day, within a week', () => {
    const days = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 });
    fc.assert(
      fc.property(anyInstant, fc.constantFrom(...zones), days, (instant, timeZone, days) => {
        const calendar = { timeZone, starts: { hour: 9, minute: 0 }, days };
        const at = nextBusinessDayAt(instant, calendar);
        const { year, month, day } = localDateTime(at, timeZone);
        expect(at).toBeGreaterThan(instant);
        expect(days).toContain(new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7);
        expect(at - instant).toBeLessThan(9 * 86_400_000);
      }),
    );
  });

  it('falls back to the observer where the lab names no zone that exists', () => {
    expect(workCalendar({}, 'Europe/Berlin')).toEqual({
      timeZone: 'Europe/Berlin',
      starts: { hour: 9, minute: 0 },
      days: [1, 2, 3, 4, 5],
    });
    expect(workCalendar({ timeZone: 'Middle/Earth' }, 'Nowhere').timeZone).toBe('UTC');
  });
});

it('tells durations in their two largest units', () => {
  const texts = [0, 999, 59_000, 60_000, 61_000, 3_600_000, 3_900_000, 90_061_000, -5].map(durationText);
  expect(texts).toEqual(['0 s', '0 s', '59 s', '1 min', '1 min 1 s', '1 h', '1 h 5 min', '1 d 1 h', '0 s']);
});
