import { expect, type Download, type Page } from '@playwright/test';

/** Opens the window with its one-time address. */
export async function openWindow(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await expect(page.getByRole('link', { name: 'Overview' })).toBeVisible();
}

/** Compares the shown fingerprint with what is known of the host and accepts its key. */
export async function acceptHostKey(page: Page, fingerprint: RegExp = /^SHA256:/): Promise<void> {
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByTestId('fingerprint')).toHaveText(fingerprint);
  await dialog.getByRole('button', { name: 'Accept and remember' }).click();
}

/** Waits for the incident on the overview and opens it. */
export async function openIncident(page: Page, title: RegExp): Promise<void> {
  await page.getByRole('link', { name: 'Overview' }).click();
  const row = page.getByRole('article', { name: title }).first();
  await expect(row).toContainText('response due in');
  await row.getByRole('link', { name: title }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
}

/** Stops the response clock. */
export async function acknowledge(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /^Acknowledge/ })
    .first()
    .click();
  await expect(page.getByText('Acknowledged', { exact: true }).first()).toBeVisible();
}

/** Previews a remedy, gives the consent that it asks for, runs it and waits for its proof. */
export async function runRemedy(page: Page, name: RegExp): Promise<void> {
  await page
    .getByRole('button', { name: new RegExp(`^Preview: ${name.source}`, name.flags) })
    .first()
    .click();
  await expect(page.getByText('Preflight', { exact: true })).toBeVisible();
  const confirmation = page.getByRole('checkbox', { name: /I have read/ });
  const run = page.getByRole('button', { name: /^Run/ });
  await expect(run.or(confirmation).first()).toBeVisible();
  if (await confirmation.isVisible()) await confirmation.check();
  await run.click();
  await expect(page.getByRole('status').filter({ hasText: /succeeded/ })).toBeVisible({ timeout: 90_000 });
}

/** Drafts a message, leaves out what nobody knows, and saves it as .eml. */
export async function saveMessage(page: Page, template: RegExp): Promise<Download> {
  await page.getByRole('button', { name: new RegExp(`^Draft: .*${template.source}`, template.flags) }).click();
  const send = page.getByRole('region', { name: 'Send' });
  await expect(send).toBeVisible();
  const leaveOut = page.getByRole('button', { name: /^Leave out: / });
  const missing = page.locator('[data-source="missing"]');
  while ((await missing.count()) > 0) {
    const before = await missing.count();
    await missing.first().locator(leaveOut).click();
    await expect.poll(() => missing.count()).toBeLessThan(before);
  }
  const download = page.waitForEvent('download');
  await send.getByRole('button', { name: 'Save .eml' }).click();
  return await download;
}
