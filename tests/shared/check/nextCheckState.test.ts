import { fc } from '#tests/support/fastCheck.ts';
import { describe, expect, it } from 'vitest';
import type { Observation, Outcome } from '#shared/check/observation.ts';
import { nextCheckState } from '#shared/check/nextCheckState.ts';
import {
  continuedCheck,
  newCheck,
  type CheckInput,
  type CheckPolicy,
  type TrackedCheck,
  type Verdict,
} from '#shared/check/trackedCheck.ts';

const policy: CheckPolicy = { confirm: 3, recover: 2, spacingMs: 1_500 };

/** A check that is fed one input after the other, 2 s apart. */
function story(start: TrackedCheck = newCheck('web', 'r1', 0), rules: CheckPolicy = policy) {
  let check = start;
  let now = 0;
  let ids = 0;
  const said: Verdict[] = [];
  const feed = (input: CheckInput): readonly Verdict[] => {
    const step = nextCheckState(check, input, rules);
    check = step.check;
    said.push(...step.verdicts);
    return step.verdicts;
  };
  const see = (
    outcome: Outcome,
    more: Partial<Observation> = {},
    passMs = 2_000,
    dependency: 'fine' | 'suspect' | 'down' = 'fine',
  ) => {
    now += passMs;
    return feed({
      kind: 'observed',
      observation: { outcome, text: outcome, values: [], observedAt: now, tookMs: 1, ...more },
      dependency: dependency === 'down' ? { kind: 'down', id: 'router' } : { kind: dependency },
      newAlertId: `alert-${++ids}`,
    });
  };
  return { feed, see, said, check: () => check, now: () => now };
}

const kindsOf = (verdicts: readonly Verdict[]): readonly string[] => verdicts.map(({ kind }) => kind);

describe('a check', () => {
  it('believes a problem at the third result in a row and dates it back to the first', () => {
    const { see, said, check } = story();
    see('ok');
    see('critical');
    see('critical');
    expect(said).toEqual([]);
    expect(check().state.phase).toMatchObject({ kind: 'soft', bad: 2, problemSinceAt: 4_000 });
    see('critical');
    expect(said).toMatchObject([{ kind: 'raised', problem: { outcome: 'critical', problemSinceAt: 4_000 } }]);
  });

  it('forgets a soft problem with one ok', () => {
    const { see, said, check } = story();
    for (const outcome of ['ok', 'critical', 'critical', 'ok', 'critical', 'critical', 'ok'] as const) see(outcome);
    expect(said).toEqual([]);
    expect(check().state.phase.kind).toBe('ok');
  });

  it('recovers a hard problem at the second ok in a row', () => {
    const { see, said } = story();
    see('critical', { final: true });
    see('ok');
    see('critical');
    see('ok');
    expect(kindsOf(said)).toEqual(['raised']);
    see('ok');
    expect(kindsOf(said)).toEqual(['raised', 'recovered']);
  });

  it('believes what the source calls final at once', () => {
    const { see } = story();
    expect(see('critical', { final: true })).toMatchObject([{ kind: 'raised' }]);
  });

  it('does not confirm a problem by results of the same moment', () => {
    const { see, said } = story();
    for (let index = 0; index < 10; index += 1) see('critical', {}, 100);
    expect(said).toEqual([]);
  });

  it('waits with a problem that its source is mending, but not for ever', () => {
    const { see, said } = story();
    for (let index = 0; index < 6; index += 1) see('critical', { settlesWithinMs: 12_000 });
    expect(said).toEqual([]);
    see('critical', { settlesWithinMs: 12_000 });
    expect(kindsOf(said)).toEqual(['raised']);
  });

  it('worsens only after confirmation, and never says the same twice', () => {
    const { see, said } = story();
    for (let index = 0; index < 3; index += 1) see('warning');
    see('critical');
    see('warning');
    see('critical');
    see('critical');
    expect(kindsOf(said)).toEqual(['raised']);
    see('critical');
    expect(said.slice(1)).toMatchObject([{ kind: 'worsened', outcome: 'critical' }]);
    see('warning');
    for (let index = 0; index < 4; index += 1) see('critical');
    expect(said).toHaveLength(2);
  });

  it('waits while what it depends on is in doubt, and is muted while that is down', () => {
    const { see, said, check } = story();
    see('ok');
    for (let index = 0; index < 5; index += 1) see('critical', {}, 2_000, 'suspect');
    for (let index = 0; index < 5; index += 1) see('critical', {}, 2_000, 'down');
    expect(said).toEqual([]);
    expect(check().state).toMatchObject({ mutedBy: 'router', phase: { kind: 'soft', outcome: 'unknown' } });
    see('critical');
    see('critical');
    expect(said).toEqual([]);
    see('critical');
    expect(kindsOf(said)).toEqual(['raised']);
  });

  it('says nothing while our own remedy works, and starts counting afresh after it', () => {
    const { feed, see, said } = story();
    feed({ kind: 'changeBegun' });
    for (let index = 0; index < 8; index += 1) see('critical', { final: true });
    feed({ kind: 'changeEnded' });
    see('critical');
    see('critical');
    expect(said).toEqual([]);
    see('critical');
    expect(kindsOf(said)).toEqual(['raised']);
  });

  it('keeps one alert open while it flaps and says what it settles to', () => {
    const good = story();
    const bad = story();
    for (const { see } of [good, bad]) {
      for (let round = 0; round < 6; round += 1) {
        for (let index = 0; index < 3; index += 1) see('critical');
        for (let index = 0; index < 2; index += 1) see('ok');
      }
    }
    expect(good.check().state.flapping).toBe(true);
    const before = good.said.length;
    for (let index = 0; index < 21; index += 1) good.see('ok');
    for (let index = 0; index < 21; index += 1) bad.see('critical');
    expect(kindsOf(good.said.slice(before))).toEqual(['recovered']);
    expect(kindsOf(bad.said.slice(before))).toEqual(['worsened']);
    expect(bad.check().state).toMatchObject({ flapping: false, phase: { kind: 'hard' } });
  });

  it('that is never bad long enough is still reported when it keeps changing', () => {
    const { see, said } = story();
    for (let round = 0; round < 10; round += 1) {
      see('ok');
      see('critical');
    }
    expect(said).toMatchObject([{ kind: 'raised', text: 'keeps changing: critical' }]);
  });

  it('goes on with the alert that was open before a restart', () => {
    const { see, said, check } = story(
      continuedCheck('web', 'r1', 0, { alertId: 'before', outcome: 'critical', problemSinceAt: -5_000 }),
    );
    see('critical');
    expect(check().state.phase).toMatchObject({ kind: 'hard', problemSinceAt: -5_000 });
    see('ok');
    see('ok');
    expect(said).toEqual([{ kind: 'recovered', alertId: 'before', text: 'ok' }]);
  });

  it('remembers through an unobserved time what was seen before it', () => {
    const { feed, see, said, check } = story();
    see('critical', { final: true });
    feed({ kind: 'unobserved', reason: { kind: 'suspended' }, at: 9_000 });
    expect(check().state).toMatchObject({
      alertId: 'alert-1',
      last: { outcome: 'critical' },
      phase: { kind: 'unobserved' },
    });
    see('critical');
    expect(kindsOf(said)).toEqual(['raised']);
    expect(check().state.phase.kind).toBe('hard');
  });
});

const outcome = fc.constantFrom<Outcome>('ok', 'ok', 'warning', 'critical', 'critical', 'unknown');
const event = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('see' as const),
      outcome,
      final: fc.boolean(),
      passMs: fc.constantFrom(100, 2_000, 15_000),
      dependency: fc.constantFrom('fine' as const, 'fine' as const, 'suspect' as const, 'down' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('unobserved' as const, 'muted' as const, 'changeBegun' as const, 'changeEnded' as const),
    }),
  },
);
const policies = fc.record({
  confirm: fc.integer({ min: 1, max: 5 }),
  recover: fc.integer({ min: 1, max: 4 }),
  spacingMs: fc.constant(1_500),
});

type Event = typeof event extends fc.Arbitrary<infer T> ? T : never;

function play(tale: ReturnType<typeof story>, events: readonly Event[]): void {
  for (const happened of events) {
    if (happened.kind === 'see') {
      const isFinal = happened.final && happened.outcome === 'critical';
      tale.see(happened.outcome, isFinal ? { final: true } : {}, happened.passMs, happened.dependency);
    } else if (happened.kind === 'unobserved') {
      tale.feed({ kind: 'unobserved', reason: { kind: 'suspended' }, at: tale.now() });
    } else if (happened.kind === 'muted') tale.feed({ kind: 'muted', by: 'router', at: tale.now() });
    else tale.feed({ kind: happened.kind });
  }
}

/** The alert that is open after all this was said; complains of what nobody could make sense of. */
function openAfter(said: readonly Verdict[]): string | null {
  let open: string | null = null;
  for (const verdict of said) {
    const [alertId, expected] =
      verdict.kind === 'raised' ? [verdict.problem.alertId, null] : [verdict.alertId, verdict.alertId];
    if (open !== expected) throw new Error(`${verdict.kind} ${alertId} while ${open ?? 'nothing'} is open`);
    open = verdict.kind === 'raised' || verdict.kind === 'worsened' ? alertId : null;
  }
  return open;
}

describe('whatever happens to a check', () => {
  it('no alert is raised while another is open, and each ends at most once', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 120 }), policies, (events, rules) => {
        const tale = story(undefined, rules);
        play(tale, events);
        const open = openAfter(tale.said);
        expect(tale.check().state.alertId).toBe(open);
        expect(tale.check().problem?.alertId ?? null).toBe(open);
      }),
    );
  });

  it('a lasting ok ends the alert, muted, changing or flapping as it may be', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 120 }), policies, (events, rules) => {
        const tale = story(undefined, rules);
        play(tale, events);
        for (let index = 0; index < 30; index += 1) tale.see('ok', {}, 15_000, 'down');
        expect(tale.check().state).toMatchObject({
          phase: { kind: 'ok' },
          alertId: null,
          flapping: false,
          mutedBy: null,
        });
      }),
    );
  });

  it('a lasting problem ends in an open alert that says how bad it is', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 120 }), policies, (events, rules) => {
        const tale = story(undefined, rules);
        play(tale, events);
        tale.feed({ kind: 'changeEnded' });
        const wasFlapping = tale.check().state.flapping && tale.check().problem !== null;
        const before = tale.said.length;
        for (let index = 0; index < 30; index += 1) tale.see('critical', {}, 15_000);
        expect(tale.check().state).toMatchObject({ phase: { kind: 'hard', outcome: 'critical' }, flapping: false });
        expect(tale.check().problem?.outcome).toBe('critical');
        expect(tale.said.length - before).toBeGreaterThanOrEqual(wasFlapping ? 1 : 0);
      }),
    );
  });

  it('nothing is raised from fewer bad results than confirmation asks for', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 6 }),
        fc.array(fc.constantFrom<Outcome>('warning', 'critical', 'unknown')),
        (confirm, bad) => {
          const tale = story(undefined, { ...policy, confirm });
          tale.see('ok');
          for (const result of bad.slice(0, confirm - 1)) tale.see(result);
          expect(tale.said).toEqual([]);
        },
      ),
    );
  });

  it('changed parameters make a check of which nothing is known, and retire its alert; so does removal', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), policies, fc.boolean(), (events, rules, isRemoved) => {
        const tale = story(undefined, rules);
        play(tale, events);
        const open = tale.check().state.alertId;
        const verdicts = tale.feed(
          isRemoved ? { kind: 'removed' } : { kind: 'parametersChanged', revision: 'r2', at: 99 },
        );
        expect(verdicts.map((verdict) => (verdict.kind === 'retired' ? verdict.alertId : verdict.kind))).toEqual(
          open === null ? [] : [open],
        );
        expect(tale.check().problem).toBeNull();
        expect(isRemoved || tale.check().state.revision === 'r2').toBe(true);
      }),
    );
  });
});
