import { fc } from '#tests/support/fastCheck.ts';
import { describe, expect, it } from 'vitest';
import { acceptsStatus } from '#shared/check/acceptsStatus.ts';
import { checkRhythm } from '#shared/check/checkRhythm.ts';
import { fillVariables } from '#shared/check/fillVariables.ts';
import { formatBytes, formatSpan } from '#shared/check/formatAmount.ts';
import { opensIncidentAt, outcomeAbove, outcomeBelow, worstOf } from '#shared/check/outcomes.ts';

describe('accepted HTTP statuses', () => {
  it.each([
    ['2xx,3xx', 204, true],
    ['2xx,3xx', 404, false],
    ['200', 200, true],
    ['200-299, 401', 401, true],
    ['200-299, 401', 300, false],
    ['2XX', 299, true],
    ['nonsense', 200, false],
  ])('%s takes %i: %s', (list, status, isAccepted) => {
    expect(acceptsStatus(list, status)).toBe(isAccepted);
  });
});

describe('variables', () => {
  it('are filled in where they have a value, and named where they have none', () => {
    const filled = fillVariables('http://{{ host }}:{{port}}/{{path}}', { host: 'a', port: '80' });
    expect(filled).toEqual({ value: 'http://a:80/{{path}}', missing: ['path'] });
  });

  it('are encoded one by one, and never filled twice', () => {
    expect(fillVariables('x {{a}}', { a: '{{b}}', b: 'no' }, (value) => `<${value}>`).value).toBe('x <{{b}}>');
  });

  it('do not find what an object has by nature', () => {
    expect(fillVariables('{{constructor}}', {}).missing).toEqual(['constructor']);
  });
});

describe('outcomes', () => {
  it('are reached at the limit', () => {
    expect([outcomeAbove(84, 85, 95), outcomeAbove(85, 85, 95), outcomeAbove(95, 85, 95)]).toEqual([
      'ok',
      'warning',
      'critical',
    ]);
    expect([outcomeBelow(22, 21, 7), outcomeBelow(21, 21, 7), outcomeBelow(7, 21, 7)]).toEqual([
      'ok',
      'warning',
      'critical',
    ]);
  });

  it('open an incident when critical, unless the check says otherwise', () => {
    expect([
      opensIncidentAt(undefined, 'critical'),
      opensIncidentAt(undefined, 'warning'),
      opensIncidentAt('warning', 'warning'),
      opensIncidentAt('never', 'critical'),
    ]).toEqual([true, false, true, false]);
  });

  it('of a group are the worst of it, in any order', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(['ok', 'warning', 'critical', 'unknown'] as const), (outcomes) => {
        const order = ['critical', 'warning', 'unknown', 'ok'] as const;
        expect(worstOf(outcomes)).toBe(order.find((outcome) => outcomes.includes(outcome)) ?? 'ok');
      }),
    );
  });
});

describe('the rhythm of a check', () => {
  it("is its own, else the lab's, else what suits its kind", () => {
    const disk = { id: 'd', kind: 'disk', path: '/' } as const;
    expect(checkRhythm(disk, {})).toEqual({
      intervalMs: 15_000,
      recheckMs: 2_000,
      timeoutMs: 10_000,
      confirm: 3,
      recover: 2,
      spacingMs: 1_500,
    });
    expect(checkRhythm(disk, { interval: 30, confirm: 5 })).toMatchObject({ intervalMs: 30_000, confirm: 5 });
    expect(checkRhythm({ ...disk, interval: 1, timeout: 2, recover: 1 }, { interval: 30 })).toMatchObject({
      intervalMs: 1_000,
      recheckMs: 1_000,
      timeoutMs: 2_000,
      recover: 1,
    });
    expect(checkRhythm({ id: 't', kind: 'tls', address: 'a' }, { interval: 30 }).intervalMs).toBe(3_600_000);
  });
});

describe('amounts for people', () => {
  it('are short', () => {
    expect([formatBytes(0), formatBytes(1_536), formatBytes(3e12)]).toEqual(['0 B', '1.5 KiB', '2.7 TiB']);
    expect([formatSpan(4_000), formatSpan(5 * 60_000), formatSpan(3 * 3_600_000), formatSpan(9 * 86_400_000)]).toEqual([
      '4 s',
      '5 min',
      '3 h',
      '9 days',
    ]);
  });
});
