import { until } from '#tests/support/until.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMonitor } from '#core/monitor/createMonitor.ts';
import type { Monitor } from '#core/monitor/monitor.ts';
import type { PushMode } from '#core/monitor/push/createUnitPush.ts';
import { systemClock } from '#core/ports/systemClock.ts';
import type { AlertChange } from '#shared/alert/alertChange.ts';
import type { CheckDefinition } from '#shared/check/checkDefinition.ts';
import { openDesk, type Desk } from '#tests/core/ssh/desk.ts';
import { asRoot, labUnavailable, labUp, powerOff, powerOn, type LabHost } from '#tests/lab/lab.ts';
import { lab, words } from './monitorBench.ts';

/** Waits for what real machines take their time for. */
const comes = (isSo: () => boolean) => until(isSo, 'the word of the monitor', 120_000);

const unavailable = labUnavailable();
if (unavailable !== null) console.log(`skipped: ${unavailable}`);

const hourly = { interval: 3_600 } as const;

describe.skipIf(unavailable !== null)('on a host with systemd', () => {
  let machine: LabHost;
  let desk: Desk;
  const open: Monitor[] = [];

  beforeAll(async () => {
    const [first] = await labUp(1);
    if (first === undefined) throw new Error('no lab host');
    machine = first;
    desk = await openDesk();
    await desk.configure(
      `Host lab1\n  HostName ${machine.address}\n  User ${machine.user}\n  IdentityFile ${machine.keyFile}\n  IdentitiesOnly yes\n  ConnectTimeout 5`,
    );
    await asRoot(machine, setUp);
  });
  afterAll(async () => {
    for (const monitor of open) await monitor.close();
    await desk?.sessions.close();
  });

  const watch = (checks: readonly CheckDefinition[], push: PushMode = 'dbus') => {
    const said: AlertChange[] = [];
    const notes: string[] = [];
    const quiet = (): void => undefined;
    let ids = 0;
    const monitor = createMonitor({
      sessions: desk.sessions,
      clock: systemClock(),
      logger: {
        debug: quiet,
        info: (message, fields) => void notes.push(`${message} ${String(fields?.['via'] ?? '')}`),
        warn: quiet,
        error: console.error,
      },
      power: { onSuspend: () => quiet, onResume: () => quiet, onNetworkChange: () => quiet },
      gateway: () => Promise.resolve({ kind: 'healthy' }),
      variablesOf: () => ({}),
      report: (change) => said.push(change),
      openAlerts: () => [],
      newId: () => `alert-${++ids}`,
      push,
    });
    open.push(monitor);
    monitor.applyLab(lab([{ ...desk.host('lab1'), checks: [...checks] }]));
    const seen = (id: string, kind: string) => comes(() => monitor.stateOf(id)?.phase.kind === kind);
    return { monitor, said, notes, seen };
  };

  it.each(['dbus', 'journal'] as const)(
    'is told of a failed unit through %s long before the next poll',
    async (push) => {
      await asRoot(machine, 'systemctl reset-failed victim; systemctl restart victim');
      const { monitor, said, notes, seen } = watch(
        [{ id: 'victim', kind: 'systemd-unit', unit: 'victim', ...hourly }],
        push,
      );
      await seen('victim', 'ok');
      await comes(() => notes.includes(`push ${push}`));
      await asRoot(machine, 'systemctl kill -s KILL victim');
      await comes(() => said.length > 0);
      expect(said).toMatchObject([{ kind: 'raised', alert: { text: 'unit victim failed: killed by signal 9' } }]);
      await asRoot(machine, 'systemctl reset-failed victim; systemctl start victim');
      await seen('victim', 'ok');
      expect(words(said)).toEqual(['raised victim critical', 'recovered victim']);
      await monitor.close();
    },
  );

  it('does not trust D-Bus signals while nobody has subscribed to them', async () => {
    await asRoot(
      machine,
      'systemctl mask --now systemd-logind.service systemd-logind-varlink.socket dbus-org.freedesktop.login1.service 2>/dev/null; true',
    );
    const { monitor, notes } = watch([{ id: 'victim', kind: 'systemd-unit', unit: 'victim', ...hourly }]);
    await comes(() => notes.includes('push journal'));
    await monitor.close();
    await asRoot(
      machine,
      'systemctl unmask systemd-logind.service dbus-org.freedesktop.login1.service; systemctl start systemd-logind',
    );
  });

  it('raises nothing when systemd restarts a unit that died', async () => {
    const { monitor, said, notes, seen } = watch([{ id: 'phoenix', kind: 'systemd-unit', unit: 'phoenix' }]);
    await seen('phoenix', 'ok');
    await comes(() => notes.includes('push dbus'));
    for (let round = 0; round < 3; round += 1) {
      await asRoot(machine, 'systemctl kill -s KILL phoenix');
      await comes(() => monitor.stateOf('phoenix')?.phase.kind === 'soft');
      await seen('phoenix', 'ok');
    }
    expect(said).toEqual([]);
    await monitor.close();
  });

  it('reads timers and one-shots by their last result', async () => {
    const { monitor, seen } = watch([
      { id: 'good', kind: 'systemd-unit', unit: 'good-job.timer' },
      { id: 'bad', kind: 'systemd-unit', unit: 'bad-job.timer' },
      { id: 'job', kind: 'systemd-unit', unit: 'good-job' },
      { id: 'none', kind: 'systemd-unit', unit: 'no-such-unit' },
    ]);
    await seen('good', 'ok');
    await seen('job', 'ok');
    await seen('bad', 'hard');
    expect(monitor.stateOf('bad')?.last?.text).toBe('unit bad-job.timer: unit bad-job failed: exit status 3');
    expect(monitor.stateOf('job')?.last?.text).toMatch(/^unit good-job: the last run succeeded/);
    expect(monitor.stateOf('none')?.last).toMatchObject({ outcome: 'unknown' });
    await monitor.close();
  });

  it('tells a power loss as one outage of the host and sees everything again afterwards', async () => {
    const { monitor, said, seen } = watch([
      { id: 'up', kind: 'reachable' },
      { id: 'nginx', kind: 'systemd-unit', unit: 'nginx' },
      { id: 'disk', kind: 'disk', path: '/' },
    ]);
    for (const id of ['up', 'nginx', 'disk']) await seen(id, 'ok');
    await powerOff(machine);
    await seen('up', 'hard');
    expect(words(said)).toEqual(['raised up critical']);
    expect(monitor.stateOf('nginx')).toMatchObject({ mutedBy: 'lab1', last: { outcome: 'ok' } });
    await powerOn(machine);
    for (const id of ['up', 'nginx', 'disk']) await seen(id, 'ok');
    expect(words(said)).toEqual(['raised up critical', 'recovered up']);
    await monitor.close();
  });
});

const setUp = `cd /etc/systemd/system
printf '[Service]\\nExecStart=/bin/sleep infinity\\n' >victim.service
printf '[Service]\\nExecStart=/bin/sleep infinity\\nRestart=always\\nRestartSec=3\\nStartLimitIntervalSec=0\\n' >phoenix.service
printf '[Service]\\nType=oneshot\\nExecStart=/bin/true\\n' >good-job.service
printf '[Service]\\nType=oneshot\\nExecStart=/bin/sh -c "exit 3"\\n' >bad-job.service
for t in good bad; do printf '[Timer]\\nOnCalendar=yearly\\n' >$t-job.timer; done
systemctl daemon-reload
systemctl start victim phoenix good-job.timer bad-job.timer good-job.service
systemctl start bad-job.service || true`;
