import { describe, it } from 'vitest';
import type { LiveView } from '#shared/host/liveView.ts';
import { chromiumPath, expect } from '../openWindow.ts';
import { useWindows } from '../useWindows.ts';

const keys = {
  shown: 'ssh-ed25519 SHA256:new',
  known: [{ key: 'ssh-ed25519 SHA256:old', file: '/home/robin/.ssh/known_hosts', line: 3 }],
  forget: "ssh-keygen -R 'nas' -f /home/robin/.ssh/known_hosts",
};
const hasNewKey = (live: LiveView): LiveView => {
  const failure = {
    kind: 'hostKeyChanged',
    text: 'The host key of nas has changed.',
    mend: '',
    hostKey: keys,
  } as const;
  const connection = { kind: 'failed', failure, sinceAt: live.takenAt, retryAt: null } as const;
  return {
    ...live,
    hosts: live.hosts.map((host) => (host.hostId === 'nas' ? { ...host, connection, checks: [] } : host)),
  };
};

describe.skipIf(chromiumPath === null)('the screen of a host', () => {
  const open = useWindows();

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

  it('lays a changed host key beside the known one, with the command that forgets it', async () => {
    const { page } = await open({ scene: 'quiet', live: hasNewKey, path: '/hosts/nas' });
    const connection = page.getByRole('region', { name: 'Connection' });
    await expect(connection.getByText(keys.shown)).toBeVisible();
    await expect(connection.getByText(keys.known[0]?.key ?? '')).toBeVisible();
    await expect(connection).toContainText('Known from /home/robin/.ssh/known_hosts line 3');
    await expect(connection.getByRole('textbox')).toHaveValue(keys.forget);
    await expect(connection.getByRole('button', { name: 'Try again' })).toBeVisible();
  });
});
