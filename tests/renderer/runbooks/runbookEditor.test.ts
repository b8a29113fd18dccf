import type { Page } from '@playwright/test';
import { describe, it } from 'vitest';
import { chromiumPath, expect } from '../openWindow.ts';
import { useWindows } from '../useWindows.ts';

const text = (page: Page) => page.getByRole('textbox', { name: 'Text of the runbook' });

describe.skipIf(chromiumPath === null)('the runbook editor', () => {
  const openWindow = useWindows();
  const edit = async () => {
    const opened = await openWindow({ scene: 'quiet', path: '/runbooks/gitops-auditor' });
    await opened.page.getByText('Edit', { exact: true }).click();
    await text(opened.page).click();
    await opened.page.keyboard.press('Control+End');
    return opened;
  };

  it('shows while one types what is understood, and breaks no rule of the content policy', async () => {
    const { page, complaints } = await edit();
    await page.keyboard.type('\n\n## Prevention\n\nThis says nothing to the reader.');
    const understood = page.getByRole('region', { name: 'What is understood of it' });
    await expect(understood).toContainText('not understood: This says nothing to the reader.');
    await understood
      .getByRole('button', { name: /^line \d+/ })
      .first()
      .click();
    await expect(text(page)).toBeFocused();
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('Enter');
    await page.keyboard.type('x: [');
    expect(complaints).toEqual([]);
  });

  it('keeps an edit while one looks elsewhere, and saves it by Ctrl S', async () => {
    const { page, core } = await edit();
    await expect(page.getByText('This runbook is built in.')).toBeVisible();
    await page.keyboard.type('\nWritten in the window.');
    await page.getByRole('link', { name: 'Hosts' }).click();
    await page.getByRole('link', { name: 'Runbooks' }).click();
    await page.getByRole('link', { name: 'GitOps Auditor' }).click();
    await expect(page.getByText('not saved; kept while the window is open')).toBeVisible();
    await text(page).click();
    await page.keyboard.press('Control+s');
    await expect(page.getByText('saved', { exact: true })).toBeVisible();
    expect(core.savedRunbook()).toContain('Written in the window.');
  });

  it('merges with what another program wrote meanwhile', async () => {
    const { page, core } = await edit();
    await page.keyboard.type('\nMine.');
    core.saveRunbook(core.savedRunbook().replace('# Incident procedures', '# Theirs, incident procedures'));
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('was changed meanwhile')).toBeVisible();
    await page.getByRole('button', { name: 'Show the differences' }).click();
    await expect(page.getByLabel('From the saved text to yours')).toContainText('+ Mine.');
    await page.getByRole('button', { name: 'Merge both' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('saved', { exact: true })).toBeVisible();
    expect(core.savedRunbook()).toContain('# Theirs, incident procedures');
    expect(core.savedRunbook()).toContain('Mine.');
  });

  it('takes a document from this computer as a runbook, and proposes what would make more of it', async () => {
    const { page, core, complaints } = await openWindow({ scene: 'quiet', path: '/runbooks' });
    await page.getByRole('button', { name: 'Add a runbook…' }).click();
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'File' }).click();
    const document = '# Books\n\n## Checks\n\n```sh\nsystemctl status books.service\n```\n';
    await (
      await choosing
    ).setFiles({ name: 'Book Outage.md', mimeType: 'text/markdown', buffer: Buffer.from(document) });
    await expect(page.getByText('It becomes runbooks/book-outage.md in the lab folder.')).toBeVisible();
    await page.getByRole('textbox', { name: 'Name' }).fill('GitOps Auditor');
    await expect(page.getByText('There is a runbook gitops-auditor already.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Add it' })).toBeDisabled();
    await page.getByRole('textbox', { name: 'Name' }).fill('Books');
    await page.getByRole('button', { name: 'Add it' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Books' })).toBeVisible();
    expect(core.savedRunbook('books')).toBe(document);
    await page.getByText('Edit', { exact: true }).click();
    await page.getByRole('button', { name: 'Propose annotations' }).click();
    await expect(page.getByLabel('Proposed annotations')).toContainText('+ systemctl status {{unit}}');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('saved', { exact: true })).toBeVisible();
    expect(core.savedRunbook('books')).toContain('kind: systemd-unit');
    expect(complaints).toEqual([]);
  });
});
