import type { Page } from '@playwright/test';
import { describe, it } from 'vitest';
import { fixtureKey } from './fixtureCore.ts';
import { runningIncidentId } from './fixtureStory.ts';
import { chromiumPath, expect } from './openWindow.ts';
import { useWindows } from './useWindows.ts';

const incident = `/incidents/${runningIncidentId}`;
const hostKey = { kind: 'hostKey', hostId: 'nas', address: 'nas.lan', port: 22, key: fixtureKey } as const;

describe.skipIf(chromiumPath === null)('the window by keyboard alone', () => {
  const open = useWindows();
  const press = async (page: Page, ...keys: readonly string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };

  it('goes from the outage to the message and the remedy, with the focus always where the next thing is', async () => {
    const { page, core } = await open({ scene: 'busy' });
    await press(page, 'a');
    await expect(page.getByRole('button', { name: 'Acknowledge' })).toHaveCount(0);
    await press(page, 'Enter');
    await page.getByRole('button', { name: 'Draft: Initial incident notification' }).waitFor();
    await press(page, 'd');
    await expect(page.getByRole('textbox', { name: 'Known workaround' })).toBeFocused();
    await page.keyboard.type('Use the spare one.');
    await press(page, 'Enter');
    await expect(page.getByTestId('message-preview')).toContainText('Use the spare one.');
    await expect(page.locator('body')).not.toBeFocused();
    expect(Object.keys(core.journal.state().incidents[runningIncidentId]?.drafts ?? {})).toHaveLength(1);

    await press(page, 'Escape');
    await page.getByRole('button', { name: 'Preview: Restart the service' }).waitFor();
    await press(page, '2');
    const run = page.getByRole('region', { name: 'Restart the service' });
    await expect(run).toBeFocused();
    await press(page, 'Tab', 'Tab');
    await expect(page.getByRole('checkbox', { name: /I have read/ })).toBeFocused();
    await press(page, 'Space', 'Tab', 'Enter');
    await expect(run.getByText('succeeded')).toBeVisible();
    await expect(run).toBeFocused();
    await press(page, 'Escape');
    await expect(page.getByRole('main')).toBeFocused();
  });

  it('gets back to the menu that a dialog was opened from', async () => {
    const { page } = await open({ scene: 'busy', path: incident });
    const status = page.getByRole('button', { name: /^Status: / });
    await status.focus();
    await press(page, 'Enter');
    await expect(page.getByRole('menuitem', { name: 'Identified' })).toBeFocused();
    await press(page, 'Enter');
    await expect(page.getByLabel('Reason')).toBeFocused();
    await press(page, 'Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(status).toBeFocused();
  });

  it('takes a key that is held down for one press', async () => {
    const { page, core } = await open({ scene: 'busy', path: incident });
    await page.getByRole('button', { name: 'Preview: Restart the service' }).waitFor();
    await page.keyboard.down('2');
    await page.keyboard.down('2');
    await page.keyboard.down('2');
    await page.keyboard.up('2');
    await expect(page.getByRole('region', { name: 'Restart the service' })).toBeVisible();
    const planned = Object.values(core.journal.state().runs).filter((run) => run.plan.effect !== 'reads');
    expect(planned).toHaveLength(1);
  });

  it('accepts no host key by an Enter that was meant for something else', async () => {
    const { page, core } = await open({ scene: 'quiet', path: '/settings' });
    core.ask(hostKey);
    await expect(page.getByRole('region', { name: 'The key' })).toBeFocused();
    await press(page, 'Enter');
    await expect(page.getByRole('dialog')).toContainText(fixtureKey.fingerprint);
    expect(Object.keys(core.journal.state().prompts)).toHaveLength(1);
    await press(page, 'Tab');
    await expect(page.getByRole('button', { name: 'Accept and remember' })).toBeFocused();
    await press(page, 'Enter');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    expect(core.journal.state().prompts).toEqual({});
  });

  it('leaves a question in the corner while somebody types', async () => {
    const { page, core } = await open({ scene: 'busy', path: incident });
    await press(page, 'n');
    await page.keyboard.type('the fan is');
    core.ask({ kind: 'passphrase', hostId: 'nas', keyFile: '/k', wasWrong: false });
    await page.getByRole('button', { name: '1 question waiting: answer' }).waitFor();
    await page.keyboard.type(' loud');
    await press(page, 'Enter');
    await expect(page.getByRole('list', { name: 'Timeline entries' })).toContainText('the fan is loud');
    await page.getByRole('button', { name: '1 question waiting: answer' }).click();
    await expect(page.getByRole('textbox', { name: 'Passphrase' })).toBeFocused();
  });
});
