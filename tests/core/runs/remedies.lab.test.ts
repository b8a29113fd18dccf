import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFailed, vi } from 'vitest';
import { createMonitor } from '#core/monitor/createMonitor.ts';
import type { Monitor } from '#core/monitor/monitor.ts';
import { systemClock } from '#core/ports/systemClock.ts';
import { createRuns } from '#core/runs/createRuns.ts';
import type { Runs } from '#core/runs/runs.ts';
import type { Storage } from '#core/storage/openStorage.ts';
import { openStorage } from '#core/storage/openStorage.ts';
import { labFileSchema } from '#shared/lab/labFile.ts';
import { serviceChecksFrom } from '#shared/lab/serviceChecksFrom.ts';
import type { Run } from '#shared/run/run.ts';
import { readRunbook } from '#shared/runbook/readRunbook.ts';
import { variableValues } from '#shared/runbook/variables.ts';
import { openDesk, type Desk } from '#tests/core/ssh/desk.ts';
import { makeFolder } from '#tests/core/ssh/sshd.ts';
import { memoryLogger } from '#tests/core/storage/support.ts';
import { asRoot, cutCable, healCable, labUnavailable, labUp, type LabHost } from '#tests/lab/lab.ts';

const unavailable = labUnavailable();
if (unavailable !== null) console.log(`skipped: ${unavailable}`);

const file = path.join(import.meta.dirname, '../../../assets/runbooks/gitops-auditor.md');
const backend = `
## Proxy

\`\`\`sh {#backend effect=changes consent=confirm remedy=isolate-backend file=/etc/nginx/conf.d/app.conf backend=127.0.0.1:3000}
# Take the backend out of the proxy
sudo nginx -s reload
\`\`\`
`;
const text = `${readFileSync(file, 'utf8')}${backend}`;
const view = { id: 'gitops-auditor', hash: 'hash', text, runbook: readRunbook(text) };
const config = '/opt/gitops-auditor/config.json';
const clock = systemClock();
const logger = memoryLogger();
const patient = { timeout: 60_000, interval: 50 };

describe.skipIf(unavailable !== null)('the remedies of the built-in runbook on a host with systemd', () => {
  let machine: LabHost;
  let desk: Desk;
  let storage: Storage;
  let monitor: Monitor;
  let runs: Runs;

  beforeAll(async () => {
    const [first] = await labUp(1);
    if (first === undefined) throw new Error('no lab host');
    machine = first;
    desk = await openDesk();
    const options = `HostName ${machine.address}\n  User ${machine.user}\n  IdentityFile ${machine.keyFile}\n  IdentitiesOnly yes`;
    await desk.configure(
      `Host lab1\n  ${options}\n  ServerAliveInterval 2\n  ServerAliveCountMax 2\n  ConnectTimeout 5`,
    );
    const host = desk.host('lab1');
    const checks = serviceChecksFrom(view.runbook.checks, 'auditor');
    const lab = labFileSchema.parse({
      version: 1,
      hosts: [host],
      services: [{ id: 'auditor', host: 'lab1', runbook: 'gitops-auditor', checks }],
    });
    storage = openStorage({ dataFolder: await makeFolder(), clock, logger });
    const quiet = (): void => undefined;
    monitor = createMonitor({
      sessions: desk.sessions,
      clock,
      logger,
      power: { onSuspend: () => quiet, onResume: () => quiet, onNetworkChange: () => quiet },
      gateway: () => Promise.resolve({ kind: 'healthy' }),
      variablesOf: () => variableValues(view.runbook.variables, {}),
      report: quiet,
      openAlerts: () => [],
      newId: randomUUID,
      push: 'journal',
    });
    monitor.applyLab(lab);
    runs = createRuns({
      journal: storage.journal,
      transcripts: storage.transcripts,
      clock,
      logger,
      sessionOf: () => desk.sessions.of(host),
      monitor,
      lab: () => ({ ...lab, services: lab.services.map((service) => ({ ...service, variables })) }),
      runbooks: { get: () => view, byHash: () => view },
      newId: () => `run-${randomUUID()}`,
    });
    await asRoot(machine, 'systemctl restart gitops-auditor; cp /backup/latest/config.json /root/good.json');
  });
  afterAll(async () => {
    await runs?.close();
    await monitor?.close();
    await desk?.sessions.close();
    storage?.close();
  });

  let variables: Readonly<Record<string, string>> = {};
  const runOf = (runId: string): Run => {
    const run = storage.journal.state().runs[runId];
    if (run === undefined) throw new Error(`no run ${runId}`);
    return run;
  };
  const waiting = async (actionId: string): Promise<string> => {
    const request = { incidentId: null, hostId: 'lab1', serviceId: 'auditor', runbookId: 'gitops-auditor', actionId };
    const runId = runs.start({ ...request, requestId: randomUUID() });
    await vi.waitFor(() => expect(['awaitingConsent', 'ended']).toContain(runOf(runId).stage), patient);
    return runId;
  };
  const ended = async (runId: string): Promise<Run> => {
    await vi.waitFor(() => expect(runOf(runId).stage).toBe('ended'), patient);
    return runOf(runId);
  };
  const done = async (actionId: string): Promise<Run> => {
    const runId = await waiting(actionId);
    if (runOf(runId).stage === 'awaitingConsent') runs.consent({ requestId: randomUUID(), runId, typed: null });
    return ended(runId);
  };
  const undone = async (runId: string): Promise<Run> => {
    runs.undo({ requestId: randomUUID(), runId });
    return ended(runId);
  };
  const isActive = async (unit: string) => (await asRoot(machine, `systemctl is-active ${unit} || true`)).trim();

  it('restart: proved by the checks of the service', async () => {
    await asRoot(machine, 'systemctl stop gitops-auditor');
    const run = await done('restart');
    expect(run.outcome).toMatchObject({ kind: 'succeeded' });
    expect(run.outcome?.text).toContain('unit gitops-auditor is active (running)');
    expect(run.plan.verification?.checkIds).toEqual(['auditor-unit', 'auditor-http']);
    expect(run.preflight.map((item) => item.text)).toContain('sudo allows: systemctl restart gitops-auditor');
  });

  it('restart: fails honestly while the configuration is broken; restoring the backup mends it, and can be undone', async () => {
    await asRoot(machine, `echo broken > ${config}; systemctl restart gitops-auditor || true`);
    const backup = await done('restore-backup');
    expect(backup.outcome).toMatchObject({ kind: 'succeeded' });
    expect(backup.preflight.map((item) => item.text)).toContain('Overwrites 1 of 1 file: config.json');
    expect(await isActive('gitops-auditor')).toBe('active');
    const back = await undone(backup.id);
    expect(back.undoneAt).not.toBeNull();
    expect(await asRoot(machine, `cat ${config}`)).toBe('broken\n');
    expect(await asRoot(machine, `stat -c %U ${config}`)).toBe('gitops\n');
    await asRoot(
      machine,
      `cp /root/good.json ${config}; systemctl reset-failed gitops-auditor; systemctl restart gitops-auditor`,
    );
  });

  it('isolate: stops the unit, and rejoining brings it back', async () => {
    const run = await done('isolate');
    expect(run.outcome).toMatchObject({ kind: 'succeeded' });
    expect(await isActive('gitops-auditor')).toBe('inactive');
    expect((await undone(run.id)).undoneAt).not.toBeNull();
    expect(await isActive('gitops-auditor')).toBe('active');
  });

  it('isolate: refuses its own way in, another name of a unit, a template, and what a socket would start again', async () => {
    const refusalFor = async (unit: string) => {
      variables = { unit };
      const { outcome } = await done('isolate');
      variables = {};
      return outcome?.kind === 'refused' ? outcome.text : `${outcome?.kind ?? ''}: ${outcome?.text ?? ''}`;
    };
    expect(await refusalFor('ssh')).toContain('Sitrep itself comes in through ssh.service');
    expect(await refusalFor('sshd')).toContain('sshd is another name of ssh.service');
    expect(await refusalFor('getty@')).toBe('getty@ is a template: name one of its units, such as getty@1');
    await asRoot(
      machine,
      `printf '[Socket]\\nListenStream=127.0.0.1:3999\\n' > /etc/systemd/system/awake.socket; printf '[Service]\\nExecStart=/bin/sleep 1000\\n' > /etc/systemd/system/awake.service; systemctl daemon-reload; systemctl start awake.socket awake.service`,
    );
    expect(await refusalFor('awake')).toContain('awake.socket would start it again: isolate awake.socket first');
    expect(await isActive('awake')).toBe('active');
    await asRoot(
      machine,
      'systemctl stop awake.socket awake.service; rm /etc/systemd/system/awake.*; systemctl daemon-reload',
    );
  });

  it('a backend is taken out of the proxy, which asks it nothing any more, and comes back', async () => {
    const conf = '/etc/nginx/conf.d/app.conf';
    const upstream = 'upstream app { \\n  server 127.0.0.1:3000 weight=2;\\n  server 127.0.0.1:8080;\\n}';
    const server = 'server { listen 8888; location / { add_header X-By $upstream_addr; proxy_pass http://app; } }';
    await asRoot(machine, `printf '${upstream}\\n${server}\\n' > ${conf}; systemctl restart nginx gitops-auditor`);
    const answeredBy = async () => {
      const script = `for i in 1 2 3 4 5 6; do curl -s -o /dev/null -D - http://127.0.0.1:8888/health | tr -d '\\r' | sed -n 's/^X-By: //p'; done | sort -u`;
      return (await asRoot(machine, script)).trim().split('\n');
    };
    await vi.waitFor(async () => expect(await answeredBy()).toContain('127.0.0.1:3000'), patient);
    const run = await done('backend');
    expect(run.outcome).toMatchObject({ kind: 'succeeded' });
    await vi.waitFor(async () => expect(await answeredBy()).toEqual(['127.0.0.1:8080']), patient);
    expect((await undone(run.id)).undoneAt).not.toBeNull();
    await vi.waitFor(async () => expect(await answeredBy()).toContain('127.0.0.1:3000'), patient);
    await asRoot(machine, `rm ${conf}; nginx -s reload`);
  });

  it('a restart of a unit that others need says who pays', async () => {
    const dropIn = '/etc/systemd/system/gitops-dashboard.service.d';
    await asRoot(
      machine,
      `mkdir -p ${dropIn}; printf '[Unit]\\nRequires=gitops-auditor.service\\n' > ${dropIn}/needs.conf; systemctl daemon-reload; systemctl restart gitops-dashboard`,
    );
    const runId = await waiting('restart');
    expect(runOf(runId).preflight).toContainEqual({ verdict: 'cost', text: 'gitops-dashboard.service restarts too' });
    runs.cancel({ requestId: randomUUID(), runId });
    await asRoot(machine, `rm -r ${dropIn}; systemctl daemon-reload`);
  });

  it('narrow sudoers rules keep working, and what they do not allow is refused', async () => {
    await asRoot(
      machine,
      `gpasswd -d ops sudo; echo 'ops ALL=(root) NOPASSWD: /usr/bin/systemctl restart gitops-auditor' > /etc/sudoers.d/ops`,
    );
    expect((await done('restart')).outcome).toMatchObject({ kind: 'succeeded' });
    // The open connection may still have its old groups, under which a password would be asked for.
    expect(['refused', 'failed']).toContain((await done('restart-dashboard')).outcome?.kind);
    await asRoot(machine, `echo 'ops ALL=(ALL) NOPASSWD:ALL' > /etc/sudoers.d/ops`);
  });

  it('a cable pulled during a restart leaves it unknown; it happened once, and that is told when the host is back', async () => {
    onTestFailed(() => console.log(logger.lines.join('\n'), desk.logged.join('\n')));
    const slow = '/etc/systemd/system/gitops-auditor.service.d';
    await asRoot(
      machine,
      `mkdir -p ${slow}; printf '[Service]\\nExecStartPre=/bin/sleep 4\\n' > ${slow}/slow.conf; systemctl daemon-reload`,
    );
    const before = (await asRoot(machine, 'systemctl show -p InvocationID --value gitops-auditor')).trim();
    const runId = await waiting('restart');
    runs.consent({ requestId: randomUUID(), runId, typed: null });
    await vi.waitFor(async () => {
      expect(await isActive('gitops-auditor')).toBe('activating');
    }, patient);
    await cutCable(machine);
    const run = await ended(runId);
    expect(run.outcome).toMatchObject({ kind: 'unknown' });
    await healCable(machine);
    await vi.waitFor(() => expect(runOf(runId).findings.map(({ id }) => id)).toContain('seen-afterwards'), {
      timeout: 100_000,
      interval: 100,
    });
    expect(runOf(runId).findings.find(({ id }) => id === 'seen-afterwards')).toMatchObject({ severity: 'ok' });
    const after = (await asRoot(machine, 'systemctl show -p InvocationID --value gitops-auditor')).trim();
    expect(after).not.toBe(before);
    await asRoot(machine, `rm -r ${slow}; systemctl daemon-reload`);
  });
});
