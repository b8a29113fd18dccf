import { describe, expect, it } from 'vitest';
import { responseTimeIn } from '#shared/runbook/responseTime.ts';
import { timeRangeIn } from '#shared/runbook/timeRange.ts';

describe('how fast somebody must answer', () => {
  it.each([
    ['Immediate (0-15 minutes)', 15],
    ['30 minutes', 30],
    ['2 hours', 120],
    ['< 15 min', 15],
    ['≤ 1h', 60],
    ['within half an hour', 30],
    ['15m', 15],
    ['15-30 min', 30],
    ['1h30', 90],
    ['1 hour and 30 minutes', 90],
    ['4 business hours', 240],
    ['24/7, 10 minutes', 10],
    ['a quarter of an hour', 15],
    ['1.5 hours', 90],
    ['90 seconds', 2],
    ['2 days', 2_880],
    ['Immediately', 0],
    ['ASAP', 0],
    ['sofort, spätestens 15 Minuten', 15],
    ['1 Stunde', 60],
    ['1 heure', 60],
    ['2 horas', 120],
    ['15 分钟', 15],
  ])('reads %j as %i minutes', (text, minutes) => {
    expect(responseTimeIn(text)).toEqual({ kind: 'within', minutes, text });
  });

  it.each([
    'Next business day',
    'NBD',
    '1 business day',
    'during the next working day',
    'Within 1 working day',
    'nächster Werktag',
  ])('reads %j as the next business day', (text) => {
    expect(responseTimeIn(text)).toEqual({ kind: 'nextBusinessDay', text });
  });

  it.each(['Best effort', 'Backlog', '24x7', 'none', ''])('finds no time in %j', (text) => {
    expect(responseTimeIn(text)).toBeNull();
  });
});

describe('the span of time in a heading', () => {
  it.each([
    ['1. Assessment & Triage (0-5 minutes)', 0, 5, '1. Assessment & Triage'],
    ['Containment (15 min – 1 hour)', 15, 60, 'Containment'],
    ['First 15 minutes', 0, 15, 'First'],
    ['Within 24 Hours', 0, 1_440, 'Within'],
    ['Long-term (1-7 days)', 1_440, 10_080, 'Long-term'],
    ['T+5 to T+30 min', 5, 30, ''],
    ['Minutes 5-15: triage', 5, 15, 'triage'],
    ['Recovery (48 hours – 1 week)', 2_880, 10_080, 'Recovery'],
    ['Post-mortem (within 5 days)', 0, 7_200, 'Post-mortem'],
    ['0–2 h', 0, 120, ''],
  ])('reads %j', (title, fromMinutes, toMinutes, rest) => {
    expect(timeRangeIn(title)).toMatchObject({ fromMinutes, toMinutes, rest });
  });

  it.each(['Detection', 'After 24 hours', 'Version 2.1', 'P1 - Critical', 'Error 500'])('finds none in %j', (title) => {
    expect(timeRangeIn(title)).toBeNull();
  });
});
