import { describe, expect, it } from 'vitest';
import type { AlertChange } from '#shared/alert/alertChange.ts';
import { host, lab, monitorBench, service, units, words, type MonitorBench } from './monitorBench.ts';

const reachable = { id: 'reachable', kind: 'reachable' } as const;
const unit = { id: 'web', kind: 'systemd-unit', unit: 'nginx' } as const;
const problemSinceAt = (change: AlertChange | undefined): number | undefined =>
  change?.kind === 'raised' ? change.alert.problemSinceAt : undefined;
const oneHost = lab([host('alpha', [reachable])], [service('site', 'alpha', [unit])]);

describe('a unit', () => {
  it('that stops is soft, rechecked every 2 s, and raised once with the time of its first bad result', async () => {
    const bench = monitorBench();
    const alpha = bench.session('alpha');
    alpha.answer = () => units({ nginx: 'active' });
    bench.monitor.applyLab(oneHost);
    await bench.clock.pass(1_000);
    expect(bench.monitor.stateOf('web')?.phase.kind).toBe('ok');

    alpha.answer = () => units({ nginx: 'inactive' });
    await bench.clock.pass(15_000);
    const brokenAt = bench.monitor.stateOf('web')?.phase;
    expect(brokenAt).toMatchObject({ kind: 'soft', outcome: 'critical', bad: 1 });
    expect(bench.said).toEqual([]);
    await bench.clock.pass(4_000);
    expect(words(bench.said)).toEqual(['raised web critical']);
    expect(bench.said[0]).toMatchObject({
      opensIncident: true,
      alert: { causeKey: 'service:site', hostId: 'alpha', serviceId: 'site', text: 'unit nginx is stopped' },
    });
    expect(problemSinceAt(bench.said[0])).toBe(brokenAt?.kind === 'soft' ? brokenAt.problemSinceAt : null);
    await bench.clock.pass(120_000);
    expect(bench.said).toHaveLength(1);

    alpha.answer = () => units({ nginx: 'active' });
    await bench.clock.pass(18_000);
    expect(words(bench.said)).toEqual(['raised web critical', 'recovered web']);
  });

  it('that systemd has given up on is raised with the first result', async () => {
    const bench = monitorBench();
    bench.session('alpha').answer = () => units({ nginx: 'failed' });
    bench.monitor.applyLab(oneHost);
    await bench.clock.pass(100);
    expect(bench.said).toMatchObject([{ kind: 'raised', alert: { text: 'unit nginx failed: exit status 1' } }]);
  });

  it('that restarts and comes back raises nothing', async () => {
    const bench = monitorBench();
    const alpha = bench.session('alpha');
    bench.monitor.applyLab(oneHost);
    for (let round = 0; round < 30; round += 1) {
      alpha.answer = () => units({ nginx: 'restarting' });
      bench.monitor.checkNow('alpha');
      await bench.clock.pass(5_000);
      alpha.answer = () => units({ nginx: 'active' });
      await bench.clock.pass(10_000);
    }
    expect(bench.said).toEqual([]);
  });

  it('is asked for together with all others of its host in one command of one round trip', async () => {
    const bench = monitorBench();
    const alpha = bench.session('alpha');
    alpha.answer = () => units({ nginx: 'active', ssh: 'active' });
    const ssh = { id: 'ssh', kind: 'systemd-unit', unit: 'ssh.service' } as const;
    bench.monitor.applyLab(lab([host('alpha', [reachable, ssh])], [service('site', 'alpha', [unit])]));
    await bench.clock.pass(100);
    expect(alpha.rounds).toHaveLength(1);
    expect(alpha.rounds[0]?.map(({ id }) => id)).toEqual(['reachable', 'units']);
    expect(bench.monitor.stateOf('ssh')?.phase.kind).toBe('ok');
    await bench.clock.pass(60_000);
    expect(alpha.rounds).toHaveLength(5);
  });
});

describe('a host that goes away', () => {
  it('is one alert; what runs on it is unknown, muted, and keeps what was last seen', async () => {
    const bench = monitorBench();
    const alpha = bench.session('alpha');
    alpha.answer = () => units({ nginx: 'active' });
    bench.monitor.applyLab(oneHost);
    await bench.clock.pass(1_000);
    const seen = bench.monitor.stateOf('web')?.last;

    alpha.refuse('timedOut');
    await bench.clock.pass(5_000);
    expect(words(bench.said)).toEqual(['raised reachable critical']);
    expect(bench.said[0]).toMatchObject({ alert: { causeKey: 'host:alpha' } });
    expect(bench.monitor.stateOf('web')).toMatchObject({
      phase: { kind: 'soft', outcome: 'unknown' },
      mutedBy: 'alpha',
      last: seen,
    });

    alpha.refuse(null);
    await bench.clock.pass(20_000);
    expect(words(bench.said)).toEqual(['raised reachable critical', 'recovered reachable']);
    expect(bench.monitor.stateOf('web')).toMatchObject({ phase: { kind: 'ok' }, mutedBy: null });
  });

  it('mutes its checks also when nobody watches whether it is reachable', async () => {
    const bench = monitorBench();
    bench.monitor.applyLab(lab([host('alpha', [])], [service('site', 'alpha', [unit])]));
    bench.session('alpha').refuse('refused');
    await bench.clock.pass(60_000);
    expect(bench.said).toEqual([]);
    expect(bench.monitor.stateOf('web')).toMatchObject({
      mutedBy: 'alpha',
      phase: { kind: 'soft', outcome: 'unknown' },
    });
  });

  it.each(['hostKeyChanged', 'authenticationRefused', 'waitingForPerson'] as const)(
    'for want of a person (%s) is unobserved and raises nothing',
    async (why) => {
      const bench = monitorBench();
      bench.session('alpha').refuse(why);
      bench.monitor.applyLab(oneHost);
      await bench.clock.pass(60_000);
      expect(bench.said).toEqual([]);
      for (const id of ['reachable', 'web']) {
        expect(bench.monitor.stateOf(id)?.phase).toMatchObject({ kind: 'unobserved', reason: { kind: 'needsPerson' } });
      }
    },
  );

  it('that accepts connections but answers nothing is raised as well', async () => {
    const bench = monitorBench();
    bench.monitor.applyLab(oneHost);
    await bench.clock.pass(1_000);
    bench.session('alpha').answer = (script) => (script === ':' ? 'timedOut' : 'lost');
    await bench.clock.pass(30_000);
    expect(words(bench.said)).toEqual(['raised reachable critical']);
  });

  it('takes the blame for the hosts and checks that depend on it', async () => {
    const bench = monitorBench();
    const guestReachable = { id: 'guest-reachable', kind: 'reachable' } as const;
    bench.monitor.applyLab(
      lab([host('alpha', [reachable]), host('guest', [guestReachable], { dependsOn: ['alpha'] }), host('other', [])]),
    );
    await bench.clock.pass(1_000);
    bench.session('guest').refuse('timedOut');
    bench.session('alpha').refuse('timedOut');
    await bench.clock.pass(60_000);
    expect(words(bench.said)).toEqual(['raised reachable critical']);
    expect(bench.monitor.stateOf('guest-reachable')).toMatchObject({ mutedBy: 'alpha' });
  });
});

describe('one check that hangs', () => {
  it('is unknown, and does not keep the answers of the others', async () => {
    const bench = monitorBench();
    const json = { id: 'json', kind: 'json', path: '/etc/app.json' } as const;
    bench.monitor.applyLab(lab([host('alpha', [reachable, json])], [service('site', 'alpha', [unit])]));
    bench.session('alpha').answer = (script) => (script.includes('app.json') ? 'timedOut' : units({ nginx: 'active' }));
    await bench.clock.pass(100);
    expect(bench.monitor.stateOf('json')?.last).toMatchObject({
      outcome: 'unknown',
      text: 'the check did not finish within 10 s',
    });
    expect(bench.monitor.stateOf('web')?.phase.kind).toBe('ok');
    expect(bench.monitor.stateOf('reachable')?.phase.kind).toBe('ok');
  });

  it('is critical where it is the file system that hangs, as of a network mount whose server is gone', async () => {
    const bench = monitorBench();
    const disk = { id: 'disk', kind: 'disk', path: '/mnt/nas' } as const;
    bench.monitor.applyLab(lab([host('alpha', [reachable, disk])]));
    bench.session('alpha').answer = (script) => (script.includes('df -P') ? 'timedOut' : units({}));
    await bench.clock.pass(60_000);
    expect(bench.monitor.stateOf('disk')).toMatchObject({
      last: { outcome: 'critical', text: expect.stringContaining('/mnt/nas hangs') as string },
      phase: { kind: 'hard' },
    });
    expect(words(bench.said)).toEqual(['raised disk critical']);
    expect(bench.monitor.stateOf('reachable')?.phase.kind).toBe('ok');
  });

  it('lets the others be asked, confirmed and raised in their own rhythm', async () => {
    const bench = monitorBench();
    const disk = { id: 'disk', kind: 'disk', path: '/stale', timeout: 60 } as const;
    const alpha = bench.session('alpha');
    alpha.answer = (script) => (script.includes('df -P') ? 'timedOut' : units({ nginx: 'inactive' }));
    alpha.slowBy = (script) => (script.includes('df -P') ? 60_000 : 0);
    bench.monitor.applyLab(lab([host('alpha', [reachable, disk])], [service('site', 'alpha', [unit])]));
    await bench.clock.pass(8_000);
    expect(words(bench.said)).toEqual(['raised web critical']);
    expect(bench.monitor.stateOf('disk')?.last).toBeNull();
    await bench.clock.pass(54_000);
    expect(bench.monitor.stateOf('disk')?.last).toMatchObject({ outcome: 'critical' });
    const asked = alpha.rounds.flat().filter(({ script }) => script.includes('df -P'));
    expect(asked.length).toBeLessThanOrEqual(2);
  });
});

describe('answers that arrive late', () => {
  it('do not undo what was seen after their question was asked', async () => {
    const bench = monitorBench();
    const alpha = bench.session('alpha');
    bench.monitor.applyLab(lab([host('alpha', [reachable])], [service('site', 'alpha', [unit])]));
    alpha.delayMs = 8_000;
    alpha.answer = () => units({ nginx: 'failed' });
    await bench.clock.pass(3_000);
    bench.monitor.applyLab(lab([host('alpha', [reachable])], [service('site', 'alpha', [{ ...unit, unit: 'caddy' }])]));
    alpha.answer = () => units({ nginx: 'failed', caddy: 'active' });
    await bench.clock.pass(30_000);
    expect(bench.said).toEqual([]);
    expect(bench.monitor.stateOf('web')?.phase.kind).toBe('ok');
  });
});

describe('them or me', () => {
  const many = lab(['a', 'b', 'c'].map((id) => host(id, [{ id: `${id}-up`, kind: 'reachable' }])));

  it('tells every host gone at once as one cause when our side is healthy', async () => {
    const bench = monitorBench();
    bench.monitor.applyLab(many);
    await bench.clock.pass(2_000);
    for (const id of ['a', 'b', 'c']) bench.session(id).refuse('timedOut');
    await bench.clock.pass(60_000);
    expect(bench.said).toHaveLength(3);
    expect(new Set(bench.said.map((change) => (change.kind === 'raised' ? change.alert.causeKey : '')))).toEqual(
      new Set(['all-hosts']),
    );
  });

  const causes = (bench: MonitorBench): readonly string[] =>
    bench.said.map((change) => (change.kind === 'raised' ? change.alert.causeKey : change.kind));

  it('counts a host that is confirmed last, with the others back, to the outage of all', async () => {
    const bench = monitorBench();
    const confirms = { a: 3, b: 3, c: 15 };
    bench.monitor.applyLab(
      lab(Object.entries(confirms).map(([id, confirm]) => host(id, [{ id: `${id}-up`, kind: 'reachable', confirm }]))),
    );
    await bench.clock.pass(2_000);
    for (const id of ['a', 'b', 'c']) bench.session(id).refuse('timedOut');
    await bench.clock.pass(12_000);
    for (const id of ['a', 'b']) bench.session(id).refuse(null);
    await bench.clock.pass(60_000);
    expect(words(bench.said)).toEqual([
      'raised a-up critical',
      'raised b-up critical',
      expect.stringMatching(/^recovered [ab]-up$/),
      expect.stringMatching(/^recovered [ab]-up$/),
      'raised c-up critical',
    ]);
    expect(causes(bench).at(-1)).toBe('all-hosts');
    bench.session('c').refuse(null);
    await bench.clock.pass(60_000);
    bench.session('c').refuse('timedOut');
    await bench.clock.pass(60_000);
    expect(causes(bench).at(-1)).toBe('host:c');
  });

  it('does not count a host that waits for a person among those that are left', async () => {
    const bench = monitorBench();
    bench.session('c').refuse('waitingForPerson');
    bench.monitor.applyLab(many);
    await bench.clock.pass(2_000);
    for (const id of ['a', 'b']) bench.session(id).refuse('timedOut');
    await bench.clock.pass(60_000);
    expect(causes(bench)).toEqual(['all-hosts', 'all-hosts']);
  });

  it('counts nothing while the gateway is gone, and looks at everything before it speaks again', async () => {
    const bench = monitorBench();
    bench.monitor.applyLab(many);
    await bench.clock.pass(2_000);
    bench.gateway = { kind: 'silent', text: 'the gateway does not answer' };
    for (const id of ['a', 'b', 'c']) bench.session(id).refuse('timedOut');
    await bench.clock.pass(300_000);
    expect(bench.said).toEqual([]);
    expect(bench.monitor.live().observer.kind).toBe('offline');
    expect(bench.monitor.stateOf('a-up')?.phase).toMatchObject({
      kind: 'unobserved',
      reason: { kind: 'observerOffline' },
    });
    bench.gateway = { kind: 'healthy' };
    for (const id of ['a', 'b']) bench.session(id).refuse(null);
    await bench.clock.pass(30_000);
    expect(words(bench.said)).toEqual(['raised c-up critical']);
    expect(bench.monitor.live().observer.kind).toBe('healthy');
    expect(bench.monitor.stateOf('a-up')?.phase.kind).toBe('ok');
  });

  it('says so when this computer has no link at all, from the first moment on', async () => {
    const bench = monitorBench({ gateway: { kind: 'noLink', text: 'no network interface has an address' } });
    for (const id of ['a', 'b', 'c']) bench.session(id).refuse('unreachable');
    bench.monitor.applyLab(many);
    await bench.clock.pass(600_000);
    expect(bench.said).toEqual([]);
    expect(bench.monitor.live().observer).toMatchObject({
      kind: 'offline',
      text: 'no network interface has an address',
    });
  });

  it('raises a host that does not answer after a resume only once it is confirmed', async () => {
    const bench = monitorBench();
    bench.monitor.applyLab(many);
    await bench.clock.pass(2_000);
    bench.suspend();
    expect(bench.monitor.stateOf('a-up')?.phase).toMatchObject({ kind: 'unobserved', reason: { kind: 'suspended' } });
    bench.session('b').refuse('timedOut');
    bench.clock.jump(3_600_000);
    bench.resume();
    await bench.clock.pass(100);
    expect(bench.said).toEqual([]);
    await bench.clock.pass(10_000);
    expect(words(bench.said)).toEqual(['raised b-up critical']);
  });

  it('trusts a silent gateway only if it used to answer', async () => {
    const bench = monitorBench({ gateway: { kind: 'silent', text: 'the gateway does not answer' } });
    bench.monitor.applyLab(many);
    await bench.clock.pass(2_000);
    bench.session('b').refuse('timedOut');
    await bench.clock.pass(30_000);
    expect(words(bench.said)).toEqual(['raised b-up critical']);
  });

  it('raises nothing that a suspend explains, whether it was announced or only seen on the clocks', async () => {
    for (const isAnnounced of [true, false]) {
      const bench = monitorBench();
      bench.monitor.applyLab(many);
      await bench.clock.pass(2_000);
      if (isAnnounced) bench.suspend();
      for (const id of ['a', 'b', 'c']) bench.session(id).refuse('lost');
      bench.clock.jump(8 * 3_600_000);
      if (isAnnounced) bench.resume();
      else await bench.clock.pass(2_000);
      for (const id of ['a', 'b', 'c']) bench.session(id).refuse(null);
      await bench.clock.pass(30_000);
      expect(bench.said).toEqual([]);
      expect(bench.monitor.stateOf('a-up')?.phase.kind).toBe('ok');
    }
  });

  it.each([86_400_000, -86_400_000])('raises nothing when the clock jumps by %s ms', async (jumpMs) => {
    const bench = monitorBench();
    bench.monitor.applyLab(oneHost);
    bench.session('alpha').answer = () => units({ nginx: 'active' });
    await bench.clock.pass(20_000);
    bench.clock.jump(jumpMs);
    await bench.clock.pass(60_000);
    expect(bench.said).toEqual([]);
    expect(bench.monitor.stateOf('web')?.phase.kind).toBe('ok');
  });
});

describe('a change of ours', () => {
  it('alerts nobody, and afterwards a problem must be confirmed afresh', async () => {
    const bench = monitorBench();
    const alpha = bench.session('alpha');
    alpha.answer = () => units({ nginx: 'active' });
    bench.monitor.applyLab(oneHost);
    await bench.clock.pass(1_000);
    const end = bench.monitor.beginChange(['web']);
    alpha.answer = () => units({ nginx: 'failed' });
    await bench.clock.pass(120_000);
    expect(bench.said).toEqual([]);
    alpha.answer = () => units({ nginx: 'inactive' });
    end();
    await bench.clock.pass(3_000);
    expect(bench.said).toEqual([]);
    await bench.clock.pass(2_000);
    expect(words(bench.said)).toEqual(['raised web critical']);
  });

  it('is proved by answers to questions that were asked after the call', async () => {
    const bench = monitorBench();
    const alpha = bench.session('alpha');
    alpha.answer = () => units({ nginx: 'inactive' });
    bench.monitor.applyLab(oneHost);
    await bench.clock.pass(30_000);
    const proof = bench.monitor.waitUntilOk(['web'], 60_000, new AbortController().signal);
    const missed = bench.monitor.waitUntilOk(['web'], 3_000, new AbortController().signal);
    await bench.clock.pass(5_000);
    expect(await missed).toBe(false);
    alpha.answer = () => units({ nginx: 'active' });
    const before = bench.clock.now();
    await bench.clock.pass(1_000);
    expect(await proof).toBe(true);
    expect(bench.clock.now() - before).toBeLessThanOrEqual(1_000);
  });
});

describe('the lab', () => {
  it('starts a changed check afresh and retires the alert of a removed one', async () => {
    const bench = monitorBench();
    const alpha = bench.session('alpha');
    alpha.answer = () => units({ nginx: 'failed', caddy: 'failed' });
    bench.monitor.applyLab(oneHost);
    await bench.clock.pass(1_000);
    bench.monitor.applyLab(lab([host('alpha', [reachable])], [service('site', 'alpha', [{ ...unit, unit: 'caddy' }])]));
    await bench.clock.pass(1_000);
    bench.monitor.applyLab(lab([host('alpha', [reachable])]));
    expect(words(bench.said)).toEqual(['raised web critical', 'retired web', 'raised web critical', 'retired web']);
    expect(bench.monitor.stateOf('web')).toBeNull();
  });

  it('does not start a check afresh that only got another name or rhythm', async () => {
    const bench = monitorBench();
    bench.session('alpha').answer = () => units({ nginx: 'failed' });
    bench.monitor.applyLab(oneHost);
    await bench.clock.pass(1_000);
    bench.monitor.applyLab(
      lab([host('alpha', [reachable])], [service('site', 'alpha', [{ ...unit, name: 'Web', interval: 30 }])]),
    );
    await bench.clock.pass(60_000);
    expect(words(bench.said)).toEqual(['raised web critical']);
  });

  it('goes on with the alerts that were open when Sitrep ended', async () => {
    const first = monitorBench();
    first.session('alpha').answer = () => units({ nginx: 'failed' });
    first.monitor.applyLab(oneHost);
    await first.clock.pass(1_000);
    const raised = first.said[0];
    if (raised?.kind !== 'raised') throw new Error('nothing was raised');
    const alert = { ...raised.alert, raisedAt: 1, incidentId: null, ended: null };
    const foreign = { ...alert, id: 'old', source: { kind: 'check', checkId: 'gone', checkRevision: 'x' } } as const;

    const second = monitorBench({ openAlerts: [alert, foreign] });
    second.session('alpha').answer = () => units({ nginx: 'failed' });
    second.monitor.applyLab(oneHost);
    await second.clock.pass(30_000);
    expect(words(second.said)).toEqual(['retired old']);
    expect(second.monitor.stateOf('web')).toMatchObject({
      alertId: alert.id,
      phase: { kind: 'hard', problemSinceAt: alert.problemSinceAt },
    });
    second.session('alpha').answer = () => units({ nginx: 'active' });
    await second.clock.pass(30_000);
    expect(words(second.said)).toEqual(['retired old', `recovered ${alert.id}`]);
  });

  it('fills variables in, and says which one is missing', async () => {
    const bench = monitorBench({ variables: { unit: 'nginx' } });
    bench.session('alpha').answer = () => units({ nginx: 'active' });
    const filled = { id: 'filled', kind: 'systemd-unit', unit: '{{unit}}' } as const;
    const open = { id: 'open', kind: 'http', url: 'http://localhost:{{port}}/' } as const;
    bench.monitor.applyLab(lab([host('alpha', [])], [service('site', 'alpha', [filled, open])]));
    await bench.clock.pass(1_000);
    expect(bench.monitor.stateOf('filled')?.phase.kind).toBe('ok');
    expect(bench.monitor.stateOf('open')?.last).toMatchObject({ outcome: 'unknown' });
    expect(bench.monitor.stateOf('open')?.last?.text).toContain('"port"');
  });
});

describe('live', () => {
  it('is told at most every 200 ms', async () => {
    const bench = monitorBench();
    let calls = 0;
    bench.monitor.onLive(() => (calls += 1));
    bench.monitor.applyLab(oneHost);
    await bench.clock.pass(1_000);
    expect(calls).toBeGreaterThan(0);
    expect(calls).toBeLessThanOrEqual(5);
    expect(bench.monitor.live().hosts).toMatchObject([{ hostId: 'alpha', connection: { kind: 'connected' } }]);
  });
});
