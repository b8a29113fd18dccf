import type { CheckPhase, CheckState } from '#shared/check/checkState.ts';
import type { MeasuredValue, Outcome } from '#shared/check/observation.ts';
import type { LiveView } from '#shared/host/liveView.ts';
import { type LabFile, labFileSchema } from '#shared/lab/labFile.ts';
import { minuteMs, secondMs } from '#shared/time/instant.ts';

const hostNames = ['auditor', 'nas', 'pve1', 'pve2', 'gateway', 'media', 'backup', 'printer'] as const;
const usual = (host: string) => [
  { id: `${host}.reachable`, name: 'reachable', kind: 'reachable' },
  { id: `${host}.disk`, name: 'disk /', kind: 'disk', path: '/' },
  { id: `${host}.memory`, name: 'memory', kind: 'memory' },
  { id: `${host}.load`, name: 'load', kind: 'load' },
];

/** A small lab with one service that is down, one full disk, and hosts that are not seen. */
export const fixtureLab: LabFile = labFileSchema.parse({
  version: 1,
  hosts: hostNames.map((id) => ({
    id,
    name: id,
    access: { transport: 'ssh2', alias: id },
    tags: id.startsWith('pve') ? ['proxmox'] : [],
    checks: usual(id),
  })),
  services: [
    {
      id: 'gitops-auditor',
      name: 'gitops-auditor',
      host: 'auditor',
      runbook: 'gitops-auditor',
      variables: { unit: 'gitops-auditor' },
      links: [{ title: 'Dashboard', url: 'https://auditor.lan/' }],
      checks: [
        { id: 'gitops-auditor.unit', name: 'unit', kind: 'systemd-unit', unit: '{{unit}}' },
        { id: 'gitops-auditor.http', name: 'http', kind: 'http', url: 'http://localhost:{{port}}/health' },
      ],
    },
  ],
  contacts: [
    { id: 'ops', name: 'Ops list', email: 'ops@example.org', stakeholder: true },
    { id: 'dev', name: 'Robin', phone: '+49 30 1234', email: 'robin@example.org', escalation: ['Development Team'] },
  ],
});

type Seen = { readonly outcome: Outcome; readonly text: string; readonly values?: readonly MeasuredValue[] };

function checkState(checkId: string, seen: Seen, phase: CheckPhase, at: number): CheckState {
  const observation = { ...seen, values: [...(seen.values ?? [])], observedAt: at - 3 * secondMs, tookMs: 40 };
  return {
    checkId,
    revision: '1',
    phase,
    last: phase.kind === 'unobserved' && phase.reason.kind === 'notYet' ? null : observation,
    alertId: null,
    changes: [],
    flapping: false,
    mutedBy: null,
  };
}

const percent = (name: string, value: number): MeasuredValue => ({ name, value, unit: '%', warning: 80, critical: 90 });

/** What is seen of the fixture's lab; `wave` moves the loads, so that there is something to draw. */
export function fixtureLive(at: number, isServiceDown: boolean, wave: number): LiveView {
  const hosts = hostNames.map((id, index) => {
    const ok = { kind: 'ok', sinceAt: at - 90 * minuteMs } as const;
    const gone = {
      kind: 'unobserved',
      reason: { kind: 'observerOffline', text: "this computer's VPN is down" },
      sinceAt: at - 40 * minuteMs,
    } as const;
    const phase = id === 'backup' ? gone : ok;
    const disk = id === 'nas' ? 91 : 30 + index * 6;
    const load = Number((0.4 + index / 10 + Math.sin(wave / 2 + index) * 0.3).toFixed(2));
    const checks = [
      checkState(`${id}.reachable`, { outcome: 'ok', text: 'answers in 4 ms' }, phase, at),
      checkState(
        `${id}.disk`,
        { outcome: id === 'nas' ? 'warning' : 'ok', text: `${disk} % used`, values: [percent('used', disk)] },
        id === 'nas' ? { kind: 'hard', outcome: 'warning', problemSinceAt: at - 150 * minuteMs, good: 0 } : phase,
        at,
      ),
      checkState(
        `${id}.memory`,
        { outcome: 'ok', text: `${38 + index} % used`, values: [percent('used', 38 + index)] },
        phase,
        at,
      ),
      checkState(
        `${id}.load`,
        { outcome: 'ok', text: `${load} per core`, values: [{ name: 'load5', value: load, unit: '' }] },
        id === 'media' ? { kind: 'soft', outcome: 'warning', problemSinceAt: at - 5 * secondMs, bad: 1 } : phase,
        at,
      ),
    ];
    const bad = { kind: 'hard', outcome: 'critical', problemSinceAt: at - 18 * minuteMs, good: 0 } as const;
    if (id === 'auditor') {
      const down = isServiceDown ? bad : ok;
      const outcome = isServiceDown ? 'critical' : 'ok';
      checks.push(
        checkState(
          'gitops-auditor.unit',
          { outcome, text: isServiceDown ? 'unit failed: exit status 1' : 'active' },
          down,
          at,
        ),
        checkState(
          'gitops-auditor.http',
          { outcome, text: isServiceDown ? 'HTTP 502 from http://localhost:3000/health' : 'HTTP 200 in 12 ms' },
          down,
          at,
        ),
      );
    }
    const failure = {
      kind: 'authenticationRefused',
      text: 'printer refused the keys offered for user root.',
      mend: 'Add a public key to ~/.ssh/authorized_keys there, or set another user.',
    } as const;
    return {
      hostId: id,
      connection:
        id === 'printer'
          ? { kind: 'failed' as const, failure, sinceAt: at - minuteMs, retryAt: null }
          : { kind: 'connected' as const, sinceAt: at - 100 * minuteMs },
      checks: id === 'printer' ? [] : checks,
    };
  });
  return { hosts, observer: { kind: 'healthy' }, takenAt: at };
}
