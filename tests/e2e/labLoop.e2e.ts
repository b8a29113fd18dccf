import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { asRoot, labDown, labUnavailable, labUp, useLabOfItsOwn, writeSshFolder, type LabHost } from '../lab/lab.ts';
import { acceptHostKey, acknowledge, openIncident, openWindow, runRemedy, saveMessage } from './incidentLoop.ts';
import { startSitrep, type StartedSitrep } from './startSitrep.ts';

useLabOfItsOwn({ prefix: 'e2e', network: '10.216.0' });
const reason = labUnavailable();
test.skip(reason !== null, reason ?? '');
test.describe.configure({ mode: 'serial', timeout: 240_000 });

let folder: string;
let host: LabHost;
let sitrep: StartedSitrep;

const start = () =>
  startSitrep(['--data', path.join(folder, 'data'), '--lab', path.join(folder, 'lab')], {
    SITREP_SSH_FOLDER: path.join(folder, 'ssh'),
  });

test.beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sitrep-e2e-'));
  const [first] = await labUp(1);
  if (first === undefined) throw new Error('the lab has no host');
  host = first;
  await asRoot(host, 'systemctl reset-failed; systemctl restart gitops-auditor nginx');
  await writeSshFolder(path.join(folder, 'ssh'), [host]);
  sitrep = await start();
});

test.afterAll(async () => {
  expect(await sitrep.stop()).toBe(0);
  await labDown();
  await rm(folder, { recursive: true });
});

/** What `ssh-keygen -l` says on the host itself, where a person would look before accepting its key. */
async function fingerprintOnHost(): Promise<string> {
  const printed = await asRoot(host, 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub');
  return /SHA256:\S+/.exec(printed)?.[0] ?? 'no fingerprint';
}

test('an outage of a real systemd host goes the whole way, through a crash of Sitrep', async ({ page, browser }) => {
  await test.step('the host and the service are added and stored in lab.yaml', async () => {
    await openWindow(page, sitrep.url);
    await page.getByRole('link', { name: 'Add a host' }).click();
    await page.getByRole('button', { name: 'Add lab1' }).click();
    const expected = await fingerprintOnHost();
    await acceptHostKey(page, new RegExp(`^${expected.replaceAll(/[+/]/g, '\\$&')}$`));
    await expect(page.getByText(/connected/i).first()).toBeVisible();
    await page.getByRole('link', { name: 'Add a service' }).click();
    await page.getByRole('combobox', { name: 'Runbook' }).click();
    await page.getByRole('option', { name: /GitOps Auditor/ }).click();
    await page.getByRole('button', { name: 'Add this service' }).click();
    await expect(page.getByText(/No incidents/)).toBeVisible();
    const lab = await readFile(path.join(folder, 'lab', 'lab.yaml'), 'utf8');
    expect(lab).toContain('alias: lab1');
    expect(lab).toContain('runbook: gitops-auditor');
    expect(await readFile(path.join(folder, 'ssh', 'known_hosts'), 'utf8')).toContain('ssh-ed25519');
    await page.getByRole('link', { name: 'Hosts' }).click();
    await expect(page.getByRole('link', { name: 'lab1' }).first()).toBeVisible();
  });

  await test.step('a stopped service opens one incident, dated back, with its clock running', async () => {
    await asRoot(host, 'systemctl stop gitops-auditor');
    await openIncident(page, /is down on lab1/);
    await expect(page.getByText(/unit gitops-auditor/).first()).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Initial Stabilization' })).toBeVisible();
  });

  await test.step('kill -9 loses nothing, and the clock goes on', async () => {
    const incidentId = await page.getByText(/^INC-\d{8}-\d{4}/).textContent();
    await sitrep.kill();
    sitrep = await start();
    await openWindow(page, sitrep.url);
    await openIncident(page, /is down on lab1/);
    await expect(page.getByText(incidentId ?? 'none')).toBeVisible();
    await acknowledge(page);
  });

  await test.step('a second start on the same data folder is a new way into the first', async () => {
    const second = await start();
    const other = await browser.newPage();
    await openWindow(other, second.url);
    await expect(other.getByRole('article', { name: /is down on lab1/ })).toBeVisible();
    await other.close();
    expect(await second.stop()).toBe(0);
  });

  await test.step('the restart is previewed, run, and proved by the check that fired', async () => {
    await runRemedy(page, /Restart the service/);
    await expect(page.getByRole('button', { name: /^Status: Resolved/ })).toBeVisible({ timeout: 30_000 });
    expect((await asRoot(host, 'systemctl is-active gitops-auditor')).trim()).toBe('active');
  });

  await test.step('both mails are saved with their fields filled', async () => {
    const initial = await saveMessage(page, /Initial/);
    expect(await readFile(await initial.path(), 'utf8')).toMatch(/Started: \S+/);
    await page.getByRole('link', { name: 'Back to the incident' }).click();
    const resolution = await saveMessage(page, /Resolution/);
    expect(await readFile(await resolution.path(), 'utf8')).toMatch(/Total Duration: \S+/);
  });
});

test('the same cause soon after reopens the incident, and a broken configuration is named by file and line', async ({
  page,
}) => {
  await openWindow(page, await newAddress());
  await asRoot(
    host,
    `sed -i '2s/.*/  "name" oops/' /opt/gitops-auditor/config.json; systemctl restart gitops-auditor; true`,
  );
  const row = page.getByRole('article', { name: /is down on lab1/ });
  await row.getByRole('link', { name: /is down on lab1/ }).click();
  await page.getByRole('button', { name: /^Collect again/ }).click();
  await page.locator('summary').first().click();
  await expect(
    page
      .getByText(/config\.json:2/)
      .filter({ visible: true })
      .first(),
  ).toBeVisible({ timeout: 40_000 });
});

/** The printed address works once; a second start gives another. */
async function newAddress(): Promise<string> {
  const second = await start();
  await second.stop();
  return second.url;
}
