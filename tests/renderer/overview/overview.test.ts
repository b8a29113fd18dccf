import { afterAll, afterEach, beforeAll, describe, it } from 'vitest';
import type { LiveView } from '#shared/host/liveView.ts';
import { chromiumPath, closeWindow, expect, type OpenedWindow, startWindows } from '../openWindow.ts';

const isOffline = (live: LiveView): LiveView => {
  const text = 'the gateway does not answer';
  const phase = { kind: 'unobserved', reason: { kind: 'observerOffline', text }, sinceAt: live.takenAt } as const;
  return {
    ...live,
    observer: { kind: 'offline', text, sinceAt: live.takenAt },
    hosts: live.hosts.map((host) => ({ ...host, checks: host.checks.map((check) => ({ ...check, phase })) })),
  };
};

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

describe.skipIf(chromiumPath === null)('the overview and the hosts', () => {
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

  it('show nothing green while no host is seen', async () => {
    const { page } = await open({ scene: 'quiet', live: isOffline });
    const incidents = page.getByRole('region', { name: 'Incidents' });
    await expect(incidents).toContainText('No host is seen now');
    await expect(page.locator('[data-state="ok"]')).toHaveCount(0);
    await expect(page.getByRole('region', { name: 'Hosts' })).toContainText('not seen: the gateway does not answer');
  });

  it('group hosts by tag, the group of the worst first, and stay so', async () => {
    const { page } = await open({ scene: 'quiet' });
    await page.getByText('By tag').click();
    const groups = page.getByRole('region', { name: 'Hosts' }).getByRole('heading', { level: 3 });
    await expect(groups).toHaveText(['proxmox', 'without a tag']);
    await expect(page.getByRole('region', { name: 'proxmox' }).getByRole('listitem')).toHaveCount(2);
    await page.getByRole('link', { name: 'Hosts', exact: true }).click();
    await expect(page.getByRole('region', { name: 'proxmox' })).toBeVisible();
  });

  it('lay a changed host key beside the known one, with the command that forgets it', async () => {
    const { page } = await open({ scene: 'quiet', live: hasNewKey, path: '/hosts/nas' });
    const connection = page.getByRole('region', { name: 'Connection' });
    await expect(connection.getByText(keys.shown)).toBeVisible();
    await expect(connection.getByText(keys.known[0]?.key ?? '')).toBeVisible();
    await expect(connection).toContainText('Known from /home/robin/.ssh/known_hosts line 3');
    await expect(connection.getByRole('textbox')).toHaveValue(keys.forget);
    await expect(connection.getByRole('button', { name: 'Try again' })).toBeVisible();
  });

  it('say why an action from the palette did not start', async () => {
    const { page } = await open({ scene: 'busy', refusesRuns: true });
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Host, service, action, incident or screen').fill('check service status');
    await page.getByText('Check service status (gitops-auditor)').waitFor();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name: 'Not started' })).toContainText('auditor is not connected.');
  });

  it('name what is not there, and where to look', async () => {
    const { page } = await open({ scene: 'quiet', path: '/hosts/gone' });
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('No such host');
    await expect(page.getByRole('link', { name: 'All hosts' })).toBeVisible();
  });
});
