import { afterAll, afterEach, beforeAll, describe, it } from 'vitest';
import { chromiumPath, closeWindow, expect, type OpenedWindow, startWindows } from './openWindow.ts';

describe.skipIf(chromiumPath === null)('the window, where one says what to watch and whom to tell', () => {
  let windows: Awaited<ReturnType<typeof startWindows>>;
  let opened: OpenedWindow;
  const open = async (options: Parameters<typeof windows.open>[0]) => {
    opened = await windows.open(options);
    return opened;
  };
  beforeAll(async () => {
    windows = await startWindows();
  }, 120_000);
  afterAll(() => windows.close());
  afterEach(() => closeWindow(opened));

  it('opens the history of a check by Enter, and nothing in it offends the content policy', async () => {
    const { page, complaints } = await open({ scene: 'quiet', path: '/hosts/auditor' });
    const row = page.getByRole('button', { name: 'memory', exact: true });
    await row.focus();
    await page.keyboard.press('Enter');
    const past = page.getByRole('region', { name: 'History of memory' });
    await expect(past.getByRole('status')).toContainText(/% of the 5 h .* that were seen, critical for 15 min/);
    await expect(past.getByRole('figure').locator('canvas')).toBeVisible();
    await expect(past.getByRole('list', { name: /Times of trouble/ })).toContainText('not seen');
    await past.getByText('7 d').click();
    await expect(past.getByRole('figure', { name: /over the last 7 d/ })).toBeVisible();
    await row.click();
    await expect(past).toHaveCount(0);
    expect(complaints).toEqual([]);
  });

  it('adds what is ticked of what was found, and says so', async () => {
    const { page } = await open({ scene: 'quiet', path: '/hosts/nas' });
    await page.getByRole('button', { name: 'Look at this host' }).click();
    const nginx = page.getByRole('checkbox', { name: /nginx/ });
    await expect(nginx).toBeChecked();
    await expect(page.getByRole('checkbox', { name: /port 9100/ })).not.toBeChecked();
    await nginx.uncheck();
    await page.getByRole('button', { name: 'Add 1 check' }).click();
    await expect(page.getByText('1 check added to lab.yaml')).toBeVisible();
    await expect(page.getByRole('button', { name: 'cron' })).toBeVisible();
  });

  it('shows a silence with its end on the host and the overview until it is ended', async () => {
    const { page, core } = await open({ scene: 'quiet', path: '/hosts/nas' });
    await page.getByRole('button', { name: 'Silence nas…' }).click();
    await page.getByText('8 h', { exact: true }).click();
    await page.getByLabel('Reason').fill('moving house');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('region', { name: 'Paused now' })).toContainText('moving house');
    await expect(page.getByRole('region', { name: 'Paused now' })).toContainText(/ends in (8 h|7 h 59 min)/);
    await page.getByRole('link', { name: 'Overview' }).click();
    await expect(page.getByRole('region', { name: 'Hosts' })).toContainText(/paused until .*moving house/);
    await page.getByRole('link', { name: 'nas', exact: true }).click();
    await page.getByRole('button', { name: 'End the silence of nas' }).click();
    await expect(page.getByRole('region', { name: 'Paused now' })).toHaveCount(0);
    expect(Object.keys(core.journal.state().silences)).toEqual([]);
  });

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

  it('asks for a value of a service only once one has been there or tried to save', async () => {
    const { page } = await open({ scene: 'quiet', path: '/setup/service/nas' });
    await page.getByRole('textbox', { name: 'Name' }).waitFor();
    await expect(page.getByText('needs a value')).toHaveCount(0);
  });

  it('keeps a password for sudo, says only that it is there, and forgets it', async () => {
    const { page, core } = await open({ scene: 'quiet', path: '/hosts/nas' });
    const panel = page.getByRole('region', { name: 'Password for sudo' });
    await panel.getByRole('button', { name: 'Keep one' }).click();
    await page.keyboard.type('swordfish');
    await page.keyboard.press('Enter');
    await expect(panel).toContainText('In the vault.');
    expect(core.secretNames).toContain('sudo:nas');
    await panel.getByRole('button', { name: /^Remove the sudo password/ }).click();
    await panel.getByRole('button', { name: 'Remove the sudo password of nas' }).click();
    await expect(panel).toContainText('None is kept');
    expect(core.secretNames).not.toContain('sudo:nas');
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
