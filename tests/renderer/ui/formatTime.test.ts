import { fc } from '#tests/support/fastCheck.ts';
import { describe, expect, it } from 'vitest';
import { hourMs, minuteMs, secondMs } from '#shared/time/instant.ts';
import {
  formatAgo,
  formatDuration,
  formatLeft,
  formatTimeOfDay,
  fromLocalInput,
  toLocalInput,
} from '../../../src/renderer/ui/formatTime.ts';

const now = Date.UTC(2026, 10, 23, 2, 11, 0);

describe('formatting of times', () => {
  it('says durations in the largest two units that matter', () => {
    expect(formatDuration(3 * secondMs)).toBe('3 s');
    expect(formatDuration(18 * minuteMs + 59 * secondMs)).toBe('18 min');
    expect(formatDuration(2 * hourMs + 5 * minuteMs)).toBe('2 h 5 min');
    expect(formatDuration(48 * hourMs)).toBe('2 d');
    expect(formatDuration(-5)).toBe('0 s');
  });

  it('counts a deadline down to the second within the hour, and says when it is overdue', () => {
    expect(formatLeft(now + 11 * minuteMs + 42 * secondMs, now)).toBe('11:42');
    expect(formatLeft(now, now)).toBe('0:00');
    expect(formatLeft(now + 2 * hourMs, now)).toBe('2 h');
    expect(formatLeft(now - 3 * minuteMs, now)).toBe('overdue by 3 min');
  });

  it('calls everything within the second, and a future of a skewed clock, now', () => {
    expect(formatAgo(now - 500, now)).toBe('now');
    expect(formatAgo(now + 5 * secondMs, now)).toBe('now');
    expect(formatAgo(now - 3 * secondMs, now)).toBe('3 s ago');
  });

  it('adds the day to times of other days, as the zone sees days', () => {
    expect(formatTimeOfDay(now, now, 'Europe/Berlin')).toBe('03:11');
    expect(formatTimeOfDay(now - 4 * hourMs, now, 'Europe/Berlin')).toBe('22 Nov 23:11');
    expect(formatTimeOfDay(now - 4 * hourMs, now, 'UTC')).toBe('22 Nov 22:11');
    expect(formatTimeOfDay(now - 400 * 24 * hourMs, now, 'UTC')).toBe('19 Oct 2025 02:11');
  });

  it('reads back every local time that it writes, in any zone, except in the hour that a zone repeats', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Chatham');
    const seconds = fc.integer({ min: Date.UTC(2000, 0, 1) / 1_000, max: Date.UTC(2060, 0, 1) / 1_000 });
    fc.assert(
      fc.property(zones, seconds, (zone, second) => {
        const at = second * 1_000;
        const back = fromLocalInput(toLocalInput(at, zone), zone);
        expect(back === at || Math.abs((back ?? 0) - at) === hourMs).toBe(true);
      }),
    );
  });

  it('refuses what is no date', () => {
    expect(fromLocalInput('', 'UTC')).toBeNull();
    expect(fromLocalInput('2026-13-40T00:00', 'UTC')).toBeNull();
  });
});
