import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { rememberingVault } from '#core/ports/rememberingVault.ts';
import { memoryVault } from '#core/ports/memoryVault.ts';
import { systemClock } from '#core/ports/systemClock.ts';
import { createRuns } from '#core/runs/createRuns.ts';
import type { Runs } from '#core/runs/runs.ts';
import { sudoPasswordName } from '#core/runs/sudo/sudoDoor.ts';
import { openStorage, type Storage } from '#core/storage/openStorage.ts';
import { labFileSchema } from '#shared/lab/labFile.ts';
import type { Run } from '#shared/run/run.ts';
import { openDesk, reach, type Desk } from '#tests/core/ssh/desk.ts';
import { makeFolder } from '#tests/core/ssh/sshd.ts';
import { memoryLogger } from '#tests/core/storage/support.ts';
import { asRoot, labUnavailable, labUp, type LabHost } from '#tests/lab/lab.ts';
import { actionWith, runbookWith } from './desk.ts';

const unavailable = labUnavailable();
if (unavailable !== null) console.log(`skipped: ${unavailable}`);

const password = 'Pa$$ "w\\ord" 9';
const patient = { timeout: 60_000, interval: 50 };
const quiet = (): void => undefined;

const actions = [
  actionWith({
    id: 'restart',
    commands: ['sudo systemctl restart gitops-dashboard'],
    remedy: { kind: 'restart-unit', options: { unit: 'gitops-dashboard' } },
  }),
  actionWith({
    id: 'pipe',
    commands: ['echo data | sudo tee /root/written', 'sudo cat', 'sudo id -un; sudo -n id -gn'],
  }),
  actionWith({ id: 'echoes', commands: ['cat /home/oper/note; echo done'] }),
  actionWith({
    id: 'unreadable',
    commands: ['cp -a /backup/secret/. /home/oper/app/'],
    remedy: { kind: 'restore-backup', options: { backup: '/backup/secret', root: '/home/oper/app' } },
  }),
  actionWith({
    id: 'clear',
    commands: ['sudo rm -rf /srv/owned/tmp-*'],
    remedy: { kind: 'clear-temporary-data', options: { files: '/srv/owned/tmp-*' } },
  }),
  actionWith({
    id: 'prune',
    commands: ['sudo rm -rf /srv/owned/old.git'],
    remedy: { kind: 'prune-repositories', options: { folder: '/srv/owned', days: '30' } },
  }),
  actionWith({
    id: 'clear-as-owner',
    commands: ['sudo -u gitops rm -rf /srv/gitops/tmp-*'],
    remedy: { kind: 'clear-temporary-data', options: { files: '/srv/gitops/tmp-*' } },
  }),
  actionWith({
    id: 'restore-as-owner',
    commands: ['sudo -u gitops cp -a /srv/gitops/backup/. /srv/gitops/conf/'],
    remedy: { kind: 'restore-backup', options: { backup: '/srv/gitops/backup', root: '/srv/gitops/conf' } },
  }),
];

describe.skipIf(unavailable !== null)('a user whose sudo asks for a password', () => {
  let machine: LabHost;
  let desk: Desk;
  let storage: Storage;
  let runs: Runs;
  let dataFolder: string;
  const { vault, secrets } = rememberingVault(memoryVault());
  const store = (secret: string) => vault.set(sudoPasswordName('lab1'), secret);
  const allow = (rules: string) =>
    asRoot(machine, `printf '%s\\n' '${rules}' > /etc/sudoers.d/oper; chmod 440 /etc/sudoers.d/oper`);
  const failures = async () =>
    Number(await asRoot(machine, `journalctl -q -o cat -t sudo | grep -c 'incorrect password attempt' || true`));

  beforeAll(async () => {
    const [first] = await labUp(1);
    if (first === undefined) throw new Error('no lab host');
    machine = first;
    await asRoot(
      machine,
      `useradd -m -s /bin/bash oper; install -d -o oper -g oper -m 700 /home/oper/.ssh /home/oper/app; install -o oper -g oper -m 600 /home/ops/.ssh/authorized_keys /home/oper/.ssh/authorized_keys; install -d -m 700 /backup/secret; echo x > /backup/secret/file`,
    );
    await asRoot(machine, `cat > /run/pw <<'EOF'\noper:${password}\nEOF\nchpasswd < /run/pw; rm /run/pw`);
    desk = await openDesk();
    await desk.configure(
      `Host lab1\n  HostName ${machine.address}\n  User oper\n  IdentityFile ${machine.keyFile}\n  IdentitiesOnly yes`,
    );
    const host = desk.host('lab1');
    await reach(desk.sessions.of(host));
    const lab = labFileSchema.parse({ version: 1, hosts: [host] });
    const clock = systemClock();
    const logger = memoryLogger();
    dataFolder = await makeFolder();
    storage = openStorage({ dataFolder, clock, logger });
    const view = { id: 'test', hash: 'hash', text: '', runbook: runbookWith(actions, { variables: {} }) };
    runs = createRuns({
      journal: storage.journal,
      transcripts: storage.transcripts,
      clock,
      logger,
      sessionOf: () => desk.sessions.of(host),
      // No check watches these units.
      monitor: { beginChange: () => quiet, stateOf: () => null, waitUntilOk: () => Promise.resolve(false) },
      lab: () => lab,
      runbooks: { get: () => view, byHash: () => view },
      newId: () => `run-${randomUUID()}`,
      secrets,
      sudoPassword: (hostId) => vault.get(sudoPasswordName(hostId)),
    });
  });
  afterAll(async () => {
    await runs?.close();
    await desk?.sessions.close();
    storage?.close();
    if (machine !== undefined)
      await asRoot(machine, 'rm -f /etc/sudoers.d/oper; userdel -rf oper; rm -rf /backup/secret; true');
  });

  const runOf = (runId: string): Run | undefined => storage.journal.state().runs[runId];
  const done = async (actionId: string): Promise<Run> => {
    const request = { incidentId: null, hostId: 'lab1', serviceId: null, runbookId: 'test', actionId };
    const runId = runs.start({ ...request, requestId: randomUUID() });
    await vi.waitFor(() => expect(['awaitingConsent', 'ended']).toContain(runOf(runId)?.stage), patient);
    if (runOf(runId)?.stage === 'awaitingConsent') runs.consent({ requestId: randomUUID(), runId, typed: null });
    await vi.waitFor(() => expect(runOf(runId)?.stage).toBe('ended'), patient);
    const run = runOf(runId);
    if (run === undefined) throw new Error(`no run ${runId}`);
    return run;
  };
  const undone = async (runId: string) => {
    runs.undo({ requestId: randomUUID(), runId });
    await vi.waitFor(() => expect(runOf(runId)?.undoOutcome).toBeDefined(), patient);
    return runOf(runId)?.undoOutcome;
  };
  const transcript = (run: Run) =>
    storage.transcripts
      .read(run.id)
      .chunks.map(({ text }) => text)
      .join('');

  it('is refused while no password is stored, with what would help', async () => {
    await allow('oper ALL=(root) /usr/bin/systemctl restart gitops-dashboard');
    const { outcome } = await done('restart');
    expect(outcome).toMatchObject({ kind: 'refused' });
    expect(outcome?.text).toContain('sudo would ask for a password or refuse');
  });

  it('needs no password where a rule names the very command, or a pattern of it, beside one that asks', async () => {
    for (const rule of ['restart gitops-dashboard', 'restart *']) {
      await allow(
        `oper ALL=(ALL) ALL\noper ALL=(root) NOPASSWD: /usr/bin/systemctl status, /usr/bin/systemctl ${rule}`,
      );
      const run = await done('restart');
      expect(run.outcome).toMatchObject({ kind: 'succeeded' });
      expect(run.preflight.map(({ text }) => text)).toContain('sudo allows: systemctl restart gitops-dashboard');
    }
    await allow('oper ALL=(root) NOPASSWD: /usr/bin/systemctl restart nginx');
    expect((await done('restart')).outcome?.text).toContain('store the password on the page of the host');
  });

  it('a sudo that wants a terminal is told apart from one that wants another password', async () => {
    const before = await failures();
    for (const secret of [null, password]) {
      if (secret !== null) await store(secret);
      await allow('Defaults:oper requiretty\noper ALL=(ALL) ALL');
      const { outcome, preflight } = await done('restart');
      expect(outcome?.text).toContain('sudo wants a terminal, which Sitrep has not');
      expect(preflight.map(({ text }) => text).join()).not.toContain('refused the stored password');
    }
    await allow('Defaults:oper lecture=always\noper ALL=(ALL) ALL');
    const run = await done('restart');
    expect(run.outcome).toMatchObject({ kind: 'succeeded' });
    expect(transcript(run)).toBe('$ sudo systemctl restart gitops-dashboard\nexit status 0\n');
    expect(await failures()).toBe(before);
    await vault.delete(sudoPasswordName('lab1'));
    await allow('oper ALL=(root) /usr/bin/systemctl restart gitops-dashboard');
  });

  it('a wrong password is tried once, and never again until another one is stored', async () => {
    const before = await failures();
    await store('not it at all');
    for (let times = 0; times < 3; times += 1) {
      const run = await done('restart');
      expect(run.outcome).toMatchObject({ kind: 'refused' });
      expect(run.preflight.map(({ text }) => text).join('\n')).toContain('refused the stored password');
    }
    expect(await failures()).toBe(before + 1);
  });

  it('the stored password lets a narrow rule through, which sees exactly the command that was shown', async () => {
    await store(password);
    const run = await done('restart');
    expect(run.outcome).toMatchObject({ kind: 'succeeded' });
    expect(run.preflight.map(({ text }) => text)).toEqual(
      expect.arrayContaining([
        'sudo allows: systemctl restart gitops-dashboard',
        'sudo takes the password that is stored for this host',
      ]),
    );
    expect(transcript(run)).toContain('$ sudo systemctl restart gitops-dashboard\n');
    const told = await asRoot(machine, `journalctl -q -o cat -t sudo | grep COMMAND= | tail -n 1`);
    expect(told.trim()).toMatch(/COMMAND=\/usr\/bin\/systemctl restart gitops-dashboard$/);
  });

  it('no command can read the password, in pipes neither, and those that need none do not get it', async () => {
    await allow('oper ALL=(ALL) ALL');
    const run = await done('pipe');
    expect(run.outcome).toMatchObject({ kind: 'succeeded' });
    expect(await asRoot(machine, 'cat /root/written')).toBe('data\n');
    expect(transcript(run)).toMatch(/root\n[^]*root\n/);
    await allow('oper ALL=(ALL) NOPASSWD: ALL');
    expect((await done('pipe')).outcome).toMatchObject({ kind: 'succeeded' });
    expect(await asRoot(machine, 'cat /root/written')).toBe('data\n');
  });

  it('the password reaches neither transcript nor journal, even when a file on the host has it', async () => {
    await asRoot(machine, `cat > /home/oper/note <<'EOF'\npassword is ${password}\nEOF\nchown oper /home/oper/note`);
    const run = await done('echoes');
    expect(transcript(run)).toContain('password is [redacted]');
    expect(JSON.stringify(storage.journal.state())).not.toContain(JSON.stringify(password).slice(1, -1));
    const files = readdirSync(dataFolder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(1);
    for (const { parentPath, name } of files)
      expect(readFileSync(path.join(parentPath, name)).includes(password)).toBe(false);
  });

  it('a backup that the user may not read is refused', async () => {
    const { outcome } = await done('unreadable');
    expect(outcome?.kind).toBe('refused');
    expect(outcome?.text).toContain('/backup/secret cannot be read by this user');
  });

  it("a narrow rule for the runbook's own command is refused in the preflight, with the line that it takes", async () => {
    await vault.delete(sudoPasswordName('lab1'));
    await asRoot(
      machine,
      `rm -rf /srv/owned; mkdir -p /srv/owned/tmp-1 /srv/owned/old.git; touch -d '40 days ago' /srv/owned/old.git; chmod 755 /srv/owned`,
    );
    await allow('oper ALL=(root) NOPASSWD: /usr/bin/rm');
    for (const action of ['clear', 'prune']) {
      const { outcome, stepEnds } = await done(action);
      expect(outcome?.kind).toBe('refused');
      expect(stepEnds).toEqual([]);
      expect(outcome?.text).toMatch(
        /^sudo does not let this user run mkdir, mv, .*find.*, which the remedy and its way back need: /,
      );
      const line = /write "(oper ALL=\(root\) NOPASSWD: [^"]+)" into sudoers/.exec(outcome?.text ?? '')?.[1] ?? '';
      await allow(line);
      const run = await done(action);
      expect(run.outcome).toMatchObject({ kind: 'succeeded' });
      expect(await undone(run.id)).toMatchObject({ kind: 'succeeded' });
      expect(await asRoot(machine, 'ls -d /srv/owned/tmp-1 /srv/owned/old.git | wc -l')).toBe('2\n');
      await allow('oper ALL=(root) NOPASSWD: /usr/bin/rm');
    }
  });

  it('what runs as another user (sudo -u) comes back as that user, too', async () => {
    await asRoot(
      machine,
      `rm -rf /srv/gitops; mkdir -p /srv/gitops/tmp-1 /srv/gitops/backup /srv/gitops/conf; echo good > /srv/gitops/backup/config; echo broken > /srv/gitops/conf/config; echo x > /srv/gitops/tmp-1/deep; chown -R gitops /srv/gitops; chmod 700 /srv/gitops/conf /srv/gitops/tmp-1`,
    );
    await allow('oper ALL=(gitops) NOPASSWD: ALL');
    const state = () =>
      asRoot(
        machine,
        `cd /srv/gitops && find . -name .sitrep-quarantine -prune -o -printf '%p %u %m\\n' | sort; cat conf/config`,
      );
    const before = await state();
    for (const action of ['clear-as-owner', 'restore-as-owner']) {
      const run = await done(action);
      expect(run.outcome).toMatchObject({ kind: 'succeeded' });
      expect(await state()).not.toBe(before);
      expect(await undone(run.id)).toMatchObject({ kind: 'succeeded' });
      expect(await state()).toBe(before);
    }
    await asRoot(machine, 'rm -rf /srv/gitops /srv/owned');
  });
});
