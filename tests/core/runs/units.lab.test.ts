import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asRoot, labUnavailable, labUp, type LabHost, powerOff, powerOn, shutDown } from '#tests/lab/lab.ts';
import { type LabDesk, openLabDesk, remedyAction } from './labDesk.ts';

const unavailable = labUnavailable();
if (unavailable !== null) console.log(`skipped: ${unavailable}`);

const units = {
  'plain.service': '[Service]\nExecStart=/bin/sleep inf\n[Install]\nWantedBy=multi-user.target\n',
  'named@.service': '[Service]\nExecStart=/bin/sleep inf\n',
  'needs.service': '[Unit]\nRequires=plain.service\n[Service]\nExecStart=/bin/sleep inf\n',
  'group.target': '[Unit]\nBindsTo=needs.service\nAfter=needs.service\n',
  'member.service': '[Unit]\nPartOf=group.target\n[Service]\nExecStart=/bin/sleep inf\n',
  'begins.service': '[Service]\nType=notify\nTimeoutStartSec=600\nExecStart=/bin/sleep inf\n',
  'lingers.service':
    '[Service]\nTimeoutStopSec=5\nExecStart=/bin/sh -c "trap : TERM; while :; do sleep 1; done"\n[Install]\nWantedBy=multi-user.target\n',
};

describe.skipIf(unavailable !== null)('remedies of units on a host with systemd', () => {
  let machine: LabHost;
  let desk: LabDesk;
  const root = (line: string) => asRoot(machine, line);
  const activeOf = async (...names: readonly string[]) =>
    (await root(`systemctl is-active ${names.join(' ')} || true`)).trim().split('\n');

  beforeAll(async () => {
    const [first] = await labUp(1);
    if (first === undefined) throw new Error('no lab host');
    machine = first;
    for (const [name, text] of Object.entries(units)) await root(`printf '%s' '${text}' > /lib/systemd/system/${name}`);
    // A run that was cut off may have left its mask.
    await root(
      'systemctl unmask plain; systemctl unmask --runtime plain; systemctl daemon-reload; systemctl enable plain lingers 2>/dev/null; systemctl start plain',
    );
    desk = await openLabDesk(machine);
  });
  afterAll(async () => {
    await desk?.close();
    const names = Object.keys(units);
    if (machine !== undefined)
      await root(
        `systemctl unmask plain; systemctl disable plain lingers; systemctl kill -s KILL lingers; systemctl stop plain needs member begins 'named@*'; cd /lib/systemd/system && rm ${names.join(' ')}; systemctl daemon-reload; true`,
      );
  });

  it('a unit of a template is isolated under its own name, and rejoins', async () => {
    await root('systemctl start named@one named@two');
    const run = await desk.done(remedyAction('isolate', { unit: 'named@one.service' }));
    expect(run.outcome).toMatchObject({ kind: 'succeeded' });
    expect(await activeOf('named@one', 'named@two')).toEqual(['inactive', 'active']);
    await desk.undone(run.id);
    expect(await activeOf('named@one', 'named@two')).toEqual(['active', 'active']);
  });

  it('those that stop along are found through others and through targets, and all of them come back', async () => {
    await root('systemctl start needs group.target member');
    const refused = await desk.done(remedyAction('isolate', { unit: 'plain' }));
    expect(refused.outcome).toMatchObject({ kind: 'refused' });
    expect(refused.outcome?.text).toContain('member.service needs it');
    const run = await desk.done(remedyAction('isolate', { unit: 'plain', dependents: 'stop' }));
    expect(run.outcome).toMatchObject({ kind: 'succeeded' });
    expect(await activeOf('plain', 'needs', 'member')).toEqual(['inactive', 'inactive', 'inactive']);
    expect((await desk.undone(run.id)).undoneAt).not.toBeNull();
    expect(await activeOf('plain', 'needs', 'member')).toEqual(['active', 'active', 'active']);
    await root('systemctl stop needs group.target member');
  });

  it('a unit that was still starting is started again, and its start is not waited for', async () => {
    await root('systemctl start --no-block begins');
    const run = await desk.done(remedyAction('isolate', { unit: 'begins' }));
    expect(run.outcome).toMatchObject({ kind: 'succeeded' });
    const back = await desk.undone(run.id);
    expect(back.undoOutcome).toEqual({ kind: 'succeeded', text: 'unit begins is activating (start)' });
    await root('systemctl stop begins');
  });

  it('a stop that takes longer than its step may ends it, says what the unit does, and can be undone', async () => {
    await root('systemctl start lingers');
    const run = await desk.done(remedyAction('isolate', { unit: 'lingers' }, { timeoutMs: 1_000 }));
    expect(run.outcome?.kind).toBe('failed');
    expect(run.outcome?.text).toContain('took too long and was stopped. The steps after it were not run.');
    expect(run.outcome?.text).toContain('Seen now: unit lingers is deactivating, but nothing keeps it from starting.');
    expect((await desk.undone(run.id)).undoOutcome).toMatchObject({ kind: 'succeeded' });
    expect(await activeOf('lingers')).toEqual(['active']);
    await root('systemctl kill -s KILL lingers; systemctl disable lingers');
  });

  it('a mask for good is not taken for one that a restart ends', async () => {
    await root('systemctl stop plain; systemctl mask plain');
    const rejoining = remedyAction('rejoin', { unit: 'plain' });
    const { outcome } = await desk.done(rejoining);
    expect(outcome?.kind).toBe('refused');
    expect(outcome?.text).toContain('plain is masked for good, which only unmask without --runtime takes away');
    await root('systemctl unmask plain; systemctl mask --runtime plain');
    expect((await desk.done(rejoining)).outcome).toMatchObject({ kind: 'succeeded' });
  });

  it("a user's own unit is asked for where the runbook means that one", async () => {
    await root(
      `install -d -o ops -g ops /home/ops/.config /home/ops/.config/systemd /home/ops/.config/systemd/user; printf '[Service]\nExecStart=/bin/sleep inf\n' > /home/ops/.config/systemd/user/mine.service; loginctl enable-linger ops`,
    );
    const commands = ['systemctl --user restart mine'];
    const run = await desk.done(remedyAction('restart-unit', { unit: 'mine' }, { commands }));
    expect(run.outcome).toEqual({ kind: 'succeeded', text: 'Done: unit mine is active (running)' });
    const none = await desk.done(
      remedyAction('restart-unit', { unit: 'plain' }, { commands: ['systemctl --user restart plain'] }),
    );
    expect(none.outcome).toEqual({ kind: 'refused', text: "There is no user's unit plain on lab1" });
    await root('loginctl disable-linger ops; rm -r /home/ops/.config');
  });

  const ways = [
    ['lost its power', async () => void (await powerOff(machine))],
    ['was restarted', async () => void (await shutDown(machine))],
  ] as const;
  const masks = [
    ['a mask until the restart', ['sudo systemctl stop plain', 'sudo systemctl mask --runtime plain'], 'active'],
    ['a mask for good', ['sudo systemctl stop plain', 'sudo systemctl mask plain'], 'inactive'],
  ] as const;
  for (const [how, goDown] of ways)
    it.each(masks)(`rejoins after a host that ${how}, with %s, and says so`, async (_name, commands, afterwards) => {
      await root('systemctl reset-failed; systemctl start plain');
      const run = await desk.done(remedyAction('isolate', { unit: 'plain' }, { commands }));
      expect(run.outcome).toMatchObject({ kind: 'succeeded' });
      await root('sync');
      await goDown();
      await powerOn(machine);
      await desk.connected();
      expect(await activeOf('plain')).toEqual([afterwards]);
      const back = await desk.undone(run.id);
      expect(back.undoOutcome).toEqual({
        kind: 'succeeded',
        text: 'unit plain is active (running); the host was restarted since',
      });
      expect(await root('systemctl show -p LoadState,UnitFileState plain')).toBe(
        'LoadState=loaded\nUnitFileState=enabled\n',
      );
    });

  it('a host that lost its power in the middle is looked at when it is back: what came up by itself is told', async () => {
    await root('systemctl enable lingers; systemctl start lingers; sync');
    const { id } = await desk.begun(remedyAction('restart-unit', { unit: 'lingers' }));
    await desk.reaches(id, 'executing');
    await powerOff(machine);
    expect((await desk.reaches(id, 'ended')).outcome).toMatchObject({ kind: 'unknown' });
    await powerOn(machine);
    await expect.poll(() => desk.runOf(id).findings, { timeout: 100_000, interval: 100 }).toHaveLength(1);
    expect(desk.runOf(id).findings[0]).toMatchObject({
      id: 'seen-afterwards',
      severity: 'ok',
      text: 'Seen afterwards: unit lingers is active (running)',
    });
    expect(desk.runOf(id).outcome?.kind).toBe('unknown');
  });
});
