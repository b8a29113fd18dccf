import { describe, expect, it } from 'vitest';
import type { LiveView } from '#shared/host/liveView.ts';
import type { CheckState } from '#shared/check/checkState.ts';
import { minuteMs } from '#shared/time/instant.ts';
import { filterHosts, hostCounts, hostViews } from '../../../src/renderer/state/hostView.ts';
import { keepSameHosts } from '../../../src/renderer/state/keepSameHosts.ts';
import { fixtureLab, fixtureLive } from '../fixtureLab.ts';

const now = Date.UTC(2026, 10, 23, 2, 11, 0);

describe('hosts as lists show them', () => {
  it('come worst first: confirmed problems, suspected ones, then what is not seen, then what is fine', () => {
    const hosts = hostViews(fixtureLab, fixtureLive(now, true, 0));
    expect(hosts.map((host) => host.name)).toEqual([
      'auditor',
      'nas',
      'media',
      'backup',
      'printer',
      'gateway',
      'pve1',
      'pve2',
    ]);
    expect(hosts.map((host) => host.state).slice(0, 4)).toEqual(['critical', 'warning', 'warning', 'unobserved']);
  });

  it('say how many checks fail and since when the oldest does', () => {
    const auditor = hostViews(fixtureLab, fixtureLive(now, true, 0))[0];
    expect(auditor?.text).toBe('2 of 6 checks failing');
    expect(auditor?.sinceAt).toBe(now - 18 * minuteMs);
    expect(auditor?.failing.map((check) => check.name)).toEqual(['http', 'unit']);
  });

  it('are never ok when nothing was seen of them, and say why', () => {
    const hosts = hostViews(fixtureLab, { ...fixtureLive(now, false, 0), hosts: [] });
    expect(new Set(hosts.map((host) => host.state))).toEqual(new Set(['unobserved']));
    expect(hosts[0]?.text).toBe('not asked yet');
    const backup = hostViews(fixtureLab, fixtureLive(now, false, 0)).find((host) => host.name === 'backup');
    expect(backup?.text).toBe("not seen: this computer's VPN is down");
  });

  it('do not count a check that another one drags along', () => {
    const live = fixtureLive(now, true, 0);
    const mute = (check: CheckState): CheckState =>
      check.checkId === 'gitops-auditor.http' ? { ...check, mutedBy: 'gitops-auditor.unit' } : check;
    const [auditor] = live.hosts;
    if (auditor === undefined) throw new Error('the fixture has no hosts');
    const muted = { ...live, hosts: [{ ...auditor, checks: auditor.checks.map(mute) }] };
    expect(hostViews(fixtureLab, muted)[0]?.failing.map((check) => check.name)).toEqual(['unit']);
  });

  it('are counted by state, worst first', () => {
    expect(hostCounts(hostViews(fixtureLab, fixtureLive(now, true, 0)))).toEqual([
      { state: 'critical', amount: 1 },
      { state: 'warning', amount: 2 },
      { state: 'unobserved', amount: 2 },
      { state: 'ok', amount: 3 },
    ]);
  });

  it('are found by name, tag, check and state, all words together', () => {
    const hosts = hostViews(fixtureLab, fixtureLive(now, true, 0));
    expect(filterHosts(hosts, 'proxmox').map((host) => host.name)).toEqual(['pve1', 'pve2']);
    expect(filterHosts(hosts, 'critical unit').map((host) => host.name)).toEqual(['auditor']);
    expect(filterHosts(hosts, 'nowhere')).toEqual([]);
    expect(filterHosts(hosts, '  ')).toHaveLength(hosts.length);
  });

  it('keep their views while nothing new was seen of them', () => {
    const first = fixtureLive(now, true, 0);
    const before = hostViews(fixtureLab, first);
    const later: LiveView = {
      ...first,
      hosts: structuredClone(first.hosts).map((host) =>
        host.hostId === 'nas' ? { ...host, connection: { kind: 'idle' } } : host,
      ),
    };
    const after = hostViews(fixtureLab, keepSameHosts(first, later), before);
    expect(after.filter((view) => !before.includes(view)).map((view) => view.name)).toEqual(['nas']);
  });
});
