import type { Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, describe, it } from 'vitest';
import { chromiumPath, closeWindow, expect, type OpenedWindow, startWindows } from '../openWindow.ts';

const text = (page: Page) => page.getByRole('textbox', { name: 'Text of the runbook' });

describe.skipIf(chromiumPath === null)('the runbook editor', () => {
  let windows: Awaited<ReturnType<typeof startWindows>>;
  let opened: OpenedWindow;
  const edit = async () => {
    opened = await windows.open({ scene: 'quiet', path: '/runbooks/gitops-auditor' });
    await opened.page.getByText('Edit', { exact: true }).click();
    await text(opened.page).click();
    await opened.page.keyboard.press('Control+End');
    return opened;
  };
  beforeAll(async () => {
    windows = await startWindows();
  }, 120_000);
  afterAll(() => windows.close());
  afterEach(() => closeWindow(opened));

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
});
