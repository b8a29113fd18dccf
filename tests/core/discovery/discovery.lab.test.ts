import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { discoverHost } from '#core/discovery/discoverHost.ts';
import { openDesk, type Desk } from '#tests/core/ssh/desk.ts';
import { asRoot, labUnavailable, labUp, type LabHost } from '#tests/lab/lab.ts';
import { eventually } from '#tests/support/eventually.ts';

const unavailable = labUnavailable();
if (unavailable !== null) console.log(`skipped: ${unavailable}`);

const setUp = `set -e
cd /etc/systemd/system
printf '[Service]\\nExecStart=/bin/sleep infinity\\n[Install]\\nWantedBy=multi-user.target\\n' >found-app.service
printf '[Service]\\nType=oneshot\\nExecStart=/bin/false\\n' >found-backup.service
printf '[Timer]\\nOnCalendar=daily\\n[Install]\\nWantedBy=timers.target\\n' >found-backup.timer
systemctl daemon-reload
systemctl enable -q --now found-app.service found-backup.timer
systemctl start found-backup.service || true`;
const cleanUp = `systemctl disable -q --now found-app.service found-backup.timer
systemctl reset-failed found-backup.service
rm -f /etc/systemd/system/found-*
systemctl daemon-reload`;

describe.skipIf(unavailable !== null)('on a host with systemd, over SSH', () => {
  let machine: LabHost;
  let desk: Desk;

  beforeAll(async () => {
    const [first] = await labUp(1);
    if (first === undefined) throw new Error('no lab host');
    machine = first;
    desk = await openDesk();
    await desk.configure(
      `Host lab1\n  HostName ${machine.address}\n  User ${machine.user}\n  IdentityFile ${machine.keyFile}\n  IdentitiesOnly yes`,
    );
    await asRoot(machine, setUp);
  });
  afterAll(async () => {
    await desk?.sessions.close();
    await asRoot(machine, cleanUp);
  });

  it("proposes the person's own units and the timer whose last run failed, not the plumbing", async () => {
    const host = desk.host('lab1');
    const session = desk.sessions.of(host);
    await eventually(async () => expect(await session.connect()).toMatchObject({ kind: 'connected' }));
    const { signal } = new AbortController();
    const { proposals, notes } = await discoverHost({ host, session, known: [], signal });
    const units = proposals.filter(({ check }) => check.kind === 'systemd-unit');
    expect(notes).not.toContain('the host was too slow: not everything was looked at');
    expect(units).toContainEqual(
      expect.objectContaining({
        group: 'unit',
        isRecommended: true,
        isFailing: false,
        check: { id: 'lab1-found-app', kind: 'systemd-unit', unit: 'found-app.service' },
      }),
    );
    expect(units).toContainEqual(
      expect.objectContaining({
        group: 'backup',
        isRecommended: true,
        isFailing: true,
        reason: 'the last run of found-backup.service failed',
      }),
    );
    const ticked = units.filter(({ isRecommended, isFailing }) => isRecommended && !isFailing);
    expect(ticked.map(({ check }) => (check.kind === 'systemd-unit' ? check.unit : '')).join(' ')).not.toMatch(
      /systemd-|getty|dbus/,
    );
  });
});
