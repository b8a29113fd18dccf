import { describe, it } from 'vitest';
import { chromiumPath, expect } from '../openWindow.ts';
import { useWindows } from '../useWindows.ts';

describe.skipIf(chromiumPath === null)('the screen of the settings', () => {
  const open = useWindows();

  it('takes a secret, never shows it again, and tells what the receiver said to a test', async () => {
    const { page, core } = await open({ scene: 'quiet', path: '/settings' });
    await page.getByRole('button', { name: 'Set secret of Phone' }).click();
    await page.getByLabel('Access token for Phone').fill('tk_secret');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Access token is in the vault')).toBeVisible();
    expect([...core.secretNames]).toEqual(['channel:phone']);
    expect(await page.content()).not.toContain('tk_secret');
    await page.getByRole('button', { name: 'Test Phone' }).click();
    await expect(page.getByRole('alert')).toContainText('ntfy.sh says 403: forbidden');
    await page.getByRole('button', { name: 'Test chat' }).click();
    await expect(page.getByText('The receiver took the test message.')).toBeVisible();
    await page.getByRole('button', { name: 'Remove the secret of Phone…' }).click();
    await page.getByRole('button', { name: 'Remove the secret of Phone' }).click();
    await expect(page.getByText('Access token is not set')).toBeVisible();
  });

  it('keeps a draft of lab.yaml over other screens, leads to its mistakes, and saves it', async () => {
    const { page, core } = await open({ scene: 'quiet', path: '/settings' });
    await page.getByRole('button', { name: 'Edit lab.yaml' }).click();
    const text = page.getByLabel('Text of lab.yaml');
    await text.fill('version: 1\nhots: []\n');
    await page.getByRole('link', { name: 'Reports' }).click();
    await page.getByRole('link', { name: 'Settings' }).click();
    await expect(text).toHaveValue('version: 1\nhots: []\n');
    await page.getByRole('button', { name: 'Line 2' }).click();
    await expect(text).toBeFocused();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('alert')).toContainText('line 2');
    await text.fill('version: 1\nhosts: []\n# and mine\n');
    await page.keyboard.press('Control+s');
    await expect(page.getByText('Saved and in force.')).toBeVisible();
    expect(core.labText.read().text).toContain('# and mine');
  });

  it('writes nothing over what somebody else changed, and puts both together when asked', async () => {
    const { page, core } = await open({ scene: 'quiet', path: '/settings' });
    await page.getByRole('button', { name: 'Edit lab.yaml' }).click();
    const text = page.getByLabel('Text of lab.yaml');
    await text.fill(`${await text.inputValue()}\n# added here\n`);
    core.labText.changeOutside(core.labText.read().text.replace('# mine', '# changed outside'));
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByLabel('Text on disk')).toHaveValue(/changed outside/);
    expect(core.labText.read().text).not.toContain('added here');
    await page.getByRole('button', { name: 'Put both together' }).click();
    await expect(text).toHaveValue(/changed outside[^]*added here/);
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Saved and in force.')).toBeVisible();
    expect(core.labText.read().text).toMatch(/changed outside[^]*added here/);
  });

  it('unlocks the vault where the banner leads', async () => {
    const { page } = await open({ scene: 'quiet', shell: { vault: 'locked' } });
    await page.getByRole('link', { name: 'Unlock it' }).click();
    await page.getByRole('textbox', { name: 'Passphrase of the vault' }).fill('wrong');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert')).toContainText('That is not the passphrase of the vault.');
    await page.getByRole('textbox', { name: 'Passphrase of the vault' }).fill('correct horse');
    await page.keyboard.press('Enter');
    await expect(page.getByText('The vault is locked.')).toHaveCount(0);
    await expect(page.getByRole('region', { name: 'Unlock the vault' })).toHaveCount(0);
  });
});
