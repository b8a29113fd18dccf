import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { acceptHostKey, acknowledge, openIncident, openWindow, runRemedy, saveMessage } from './incidentLoop.ts';
import { startSitrep, type StartedSitrep } from './startSitrep.ts';

let folder: string;
let sitrep: StartedSitrep;

test.beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sitrep-e2e-'));
  sitrep = await startSitrep(['--data', path.join(folder, 'data'), '--lab', path.join(folder, 'lab')]);
});

test.afterEach(async () => {
  expect(await sitrep.stop()).toBe(0);
  await rm(folder, { recursive: true });
});

test('a newcomer breaks the demo service, mends it, and saves the mails', async ({ page }) => {
  await openWindow(page, sitrep.url);
  await page.getByRole('button', { name: 'Try the demo lab' }).click();
  await acceptHostKey(page);
  await acceptHostKey(page);
  await expect(page.getByText('2 hosts')).toBeVisible();

  await page.getByRole('button', { name: 'Stop it' }).click();
  await openIncident(page, /is down on auditor/);
  await expect(page.getByRole('heading', { name: 'Assessment & Triage' })).toBeVisible();
  await expect(page.getByText('Determine incident severity using classification above')).toBeVisible();
  await acknowledge(page);
  await page.getByPlaceholder(/note/i).fill('Stopped by hand, on purpose.');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Stopped by hand, on purpose.').first()).toBeVisible();

  const initial = await saveMessage(page, /Initial/);
  const mail = await readFile(await initial.path(), 'utf8');
  expect(mail).toMatch(/^Subject: \[P1\] GitOps Auditor Incident/m);
  expect(mail).toMatch(/Incident ID: INC-\d{8}-\d{4}/);
  await page.getByRole('link', { name: 'Back to the incident' }).click();

  await runRemedy(page, /Restart the service/);
  await expect(page.getByRole('button', { name: /^Status: Resolved/ })).toBeVisible({ timeout: 30_000 });

  const resolution = await saveMessage(page, /Resolution/);
  expect(await readFile(await resolution.path(), 'utf8')).toMatch(/^Subject: \[RESOLVED\] \[P1\]/m);
});

test('the button of a notice runs the suggested remedy, whatever screen is open', async ({ page }) => {
  await openWindow(page, sitrep.url);
  await page.getByRole('button', { name: 'Try the demo lab' }).click();
  await acceptHostKey(page);
  await acceptHostKey(page);
  await page.getByRole('button', { name: 'Stop it' }).click();
  await page.getByRole('link', { name: 'Runbooks' }).click();
  const notice = page.getByRole('region', { name: 'New notifications' });
  await notice.getByRole('button', { name: 'Restart the service' }).click({ timeout: 60_000 });
  await expect(page).toHaveURL(/\/incidents\/INC-[\d-]+\/runs\//);
  await expect(page.getByRole('button', { name: /^Status: Resolved/ })).toBeVisible({ timeout: 60_000 });
});
