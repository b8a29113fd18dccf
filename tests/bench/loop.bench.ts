import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { startSitrep } from '#tests/e2e/startSitrep.ts';
import {
  asRoot,
  labDown,
  labUnavailable,
  labUp,
  useLabOfItsOwn,
  writeSshFolder,
  type LabHost,
} from '#tests/lab/lab.ts';
import { median, type BenchOptions, type Figure } from './figures.ts';

const outages = { full: 20, quick: 4 };

/**
 * From `systemctl stop` on a real host to the incident on a real screen. Each outage has a host of its own, so that
 * none is taken for flapping; the service's checks run every 15 s, as they do by default.
 */
export async function bench({ isQuick }: BenchOptions): Promise<readonly Figure[]> {
  useLabOfItsOwn({ prefix: 'loop', network: '10.217.0' });
  const reason = labUnavailable();
  if (reason !== null) {
    process.stdout.write(`Not measured: ${reason}.\n`);
    return [];
  }
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sitrep-bench-'));
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  const hosts = await labUp(isQuick ? outages.quick : outages.full);
  cleanup.defer(labDown);
  await writeLab(folder, hosts);
  const sitrep = await startSitrep(['--data', path.join(folder, 'data'), '--lab', path.join(folder, 'lab')], {
    SITREP_SSH_FOLDER: path.join(folder, 'ssh'),
  });
  cleanup.defer(async () => {
    await sitrep.stop();
  });
  const executablePath = process.env['SITREP_CHROMIUM'] ?? '/usr/bin/chromium';
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  cleanup.defer(() => browser.close());
  const page = await browser.newPage();
  await page.goto(sitrep.url);
  await waitUntilWatched(page, hosts.length);

  const tookMs: number[] = [];
  for (const host of hosts) {
    const stopped = asRoot(host, 'systemctl stop gitops-auditor');
    const startedAt = performance.now();
    await page.getByRole('article', { name: new RegExp(`is down on lab${host.index}$`) }).waitFor({ timeout: 60_000 });
    tookMs.push(performance.now() - startedAt);
    await stopped;
  }
  return [
    { id: 'stop-to-incident-median-ms', value: median(tookMs), unit: 'ms' },
    { id: 'stop-to-incident-worst-ms', value: Math.max(...tookMs), unit: 'ms' },
  ];
}

/** The hosts with their keys known, and on each the service with the two checks of its runbook. */
async function writeLab(folder: string, hosts: readonly LabHost[]): Promise<void> {
  await writeSshFolder(path.join(folder, 'ssh'), hosts);
  const keys = await Promise.all(
    hosts.map(
      async (host) => `${host.address} ${await asRoot(host, 'cut -d" " -f1,2 /etc/ssh/ssh_host_ed25519_key.pub')}`,
    ),
  );
  await writeFile(path.join(folder, 'ssh', 'known_hosts'), keys.join(''), { mode: 0o600 });
  const entries = hosts.map(
    ({ index }) => `  - id: lab${index}
    name: lab${index}
    access: { transport: ssh2, alias: lab${index} }
    checks:
      - { id: lab${index}-reachable, kind: reachable }
      - { id: lab${index}-disk, kind: disk, path: / }
      - { id: lab${index}-memory, kind: memory }`,
  );
  const services = hosts.map(
    ({ index }) => `  - id: auditor${index}
    name: auditor
    host: lab${index}
    runbook: gitops-auditor
    checks:
      - { id: auditor${index}-unit, kind: systemd-unit, unit: gitops-auditor }
      - { id: auditor${index}-http, kind: http, url: 'http://localhost:3000/health' }`,
  );
  await mkdir(path.join(folder, 'lab'), { recursive: true });
  await writeFile(
    path.join(folder, 'lab', 'lab.yaml'),
    `version: 1\nhosts:\n${entries.join('\n')}\nservices:\n${services.join('\n')}\n`,
  );
}

/** Waits until every host was seen: nothing is unobserved or failing any more. */
async function waitUntilWatched(page: Page, hosts: number): Promise<void> {
  await page.getByText(`${hosts} hosts`).waitFor({ timeout: 60_000 });
  await page.getByText(/not seen/).waitFor({ state: 'detached', timeout: 120_000 });
}
