import { fc } from '#tests/support/fastCheck.ts';
import { describe, expect, it } from 'vitest';
import { localDeadline, localMoment, parseLocalMoment, wholeMinutes } from '#shared/message/localMoment.ts';

const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Chatham'];
const winter = Date.UTC(2026, 10, 23, 2, 11);

describe('local time in messages', () => {
  it('reads back what it wrote, in every zone', () => {
    const minutes = fc.integer({ min: Date.UTC(2020, 0, 1) / 60_000, max: Date.UTC(2035, 0, 1) / 60_000 });
    fc.assert(
      fc.property(minutes, fc.constantFrom(...zones), fc.integer({ min: 1, max: 1_300 }), (minute, zone, ahead) => {
        const now = minute * 60_000;
        const at = now + ahead * 60_000;
        const written = localDeadline(at, zone, now);
        const read = parseLocalMoment(written, zone, now);
        // Where clocks are set back an hour is written the same twice; either is right.
        expect(Math.abs((read ?? 0) - at)).toBeLessThanOrEqual(60 * 60_000);
        expect(localDeadline(read ?? 0, zone, now)).toContain(written.slice(0, -4).trim().slice(0, 5));
      }),
    );
  });

  it.each([
    ['03:41', Date.UTC(2026, 10, 23, 2, 41)],
    ['3:41 pm', Date.UTC(2026, 10, 23, 14, 41)],
    ['03:00 CET', Date.UTC(2026, 10, 24, 2, 0)],
    ['02:30 UTC', Date.UTC(2026, 10, 23, 2, 30)],
    ['2026-11-25 09:00', Date.UTC(2026, 10, 25, 8, 0)],
    ['tomorrow, 9:00', Date.UTC(2026, 10, 24, 8, 0)],
    ['in 30 min', winter + 30 * 60_000],
    ['in 2 hours', winter + 120 * 60_000],
    ['soon', null],
    ['25:00', null],
    ['', null],
  ])('reads "%s"', (text, expected) => {
    expect(parseLocalMoment(text, 'Europe/Berlin', winter)).toBe(expected);
  });

  it('says the date of another day', () => {
    expect(localDeadline(winter + 60_000, 'Europe/Berlin', winter)).toBe('03:12 CET');
    expect(localDeadline(winter + 86_400_000, 'Europe/Berlin', winter)).toBe('2026-11-24 03:11 CET');
    expect(localMoment(Date.UTC(2026, 6, 1, 0, 5), 'UTC')).toBe('2026-07-01 00:05 UTC');
  });

  it('tells durations in whole minutes', () => {
    expect([0, 59_999, 60_000, 72 * 60_000, 3_600_000, 51 * 3_600_000].map(wholeMinutes)).toEqual([
      '0 s',
      '59 s',
      '1 min',
      '1 h 12 min',
      '1 h',
      '2 d 3 h',
    ]);
  });
});
