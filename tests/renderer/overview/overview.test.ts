import { describe, it } from 'vitest';
import type { LiveView } from '#shared/host/liveView.ts';
import { chromiumPath, expect } from '../openWindow.ts';
import { useWindows } from '../useWindows.ts';

const isOffline = (live: LiveView): LiveView => {
  const text = 'the gateway does not answer';
  const phase = { kind: 'unobserved', reason: { kind: 'observerOffline', text }, sinceAt: live.takenAt } as const;
  return {
    ...live,
    observer: { kind: 'offline', text, sinceAt: live.takenAt },
    hosts: live.hosts.map((host) => ({ ...host, checks: host.checks.map((check) => ({ ...check, phase })) })),
  };
};

describe.skipIf(chromiumPath === null)('the overview', () => {
  const open = useWindows();

  it('shows nothing green while no host is seen', async () => {
    const { page } = await open({ scene: 'quiet', live: isOffline });
    const incidents = page.getByRole('region', { name: 'Incidents' });
    await expect(incidents).toContainText('No host is seen now');
    await expect(page.locator('[data-state="ok"]')).toHaveCount(0);
    await expect(page.getByRole('region', { name: 'Hosts' })).toContainText('not seen: the gateway does not answer');
  });

  it('groups hosts by tag, the group of the worst first, and stays so', async () => {
    const { page } = await open({ scene: 'quiet' });
    await page.getByText('By tag').click();
    const groups = page.getByRole('region', { name: 'Hosts' }).getByRole('heading', { level: 3 });
    await expect(groups).toHaveText(['proxmox', 'without a tag']);
    await expect(page.getByRole('region', { name: 'proxmox' }).getByRole('listitem')).toHaveCount(2);
    await page.getByRole('link', { name: 'Hosts', exact: true }).click();
    await expect(page.getByRole('region', { name: 'proxmox' })).toBeVisible();
  });
});
