import { describe, it } from 'vitest';
import { fixtureKey } from './fixtureCore.ts';
import { runningIncidentId, runningStory } from './fixtureStory.ts';
import { chromiumPath, expect } from './openWindow.ts';
import { useWindows } from './useWindows.ts';

const incident = `/incidents/${runningIncidentId}`;

describe.skipIf(chromiumPath === null)('the window', () => {
  const open = useWindows();

  it('acknowledges by A and opens the incident by Enter', async () => {
    const { page, core } = await open({ scene: 'busy' });
    await page.keyboard.press('a');
    await expect(page.getByRole('button', { name: 'Acknowledge' })).toHaveCount(0);
    expect(core.journal.state().incidents[runningIncidentId]?.timestamps.acknowledgedAt).not.toBeNull();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'gitops-auditor is down on auditor' })).toBeVisible();
  });

  it('takes no letter as a command while one types', async () => {
    const { page, core } = await open({ scene: 'busy', path: incident });
    await page.keyboard.press('n');
    await page.keyboard.type('a d 1 seen');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('list', { name: 'Timeline entries' })).toContainText('a d 1 seen');
    const { timestamps, runIds } = core.journal.state().incidents[runningIncidentId] ?? {};
    expect(timestamps?.acknowledgedAt).toBeNull();
    expect(runIds).toHaveLength(1);
  });

  it('runs a remedy only after the consent that it asks for', async () => {
    const { page } = await open({ scene: 'busy', path: incident, consent: 'type' });
    await page.getByRole('button', { name: 'Preview: Restart the service' }).click();
    const run = page.getByRole('button', { name: 'Run', exact: true });
    await expect(run).toBeDisabled();
    await page.getByLabel(/Type the host's name/).fill('nas');
    await expect(run).toBeDisabled();
    await page.getByLabel(/Type the host's name/).fill('auditor');
    await run.click();
    await expect(page.getByRole('status').filter({ hasText: 'succeeded' })).toBeVisible();
    await expect(page.getByRole('log')).toContainText('restarted gitops-auditor');
  });

  it('blocks a message until every field is filled or left out, then saves it as .eml', async () => {
    const { page, core } = await open({ scene: 'busy', path: incident });
    await page
      .getByRole('button', { name: /^Draft: / })
      .first()
      .waitFor();
    await page.keyboard.press('d');
    const save = page.getByRole('button', { name: 'Save .eml' });
    await expect(save).toBeDisabled();
    await page.getByLabel('Text').fill(`${await page.getByLabel('Text').inputValue()}\nWritten by hand.`);
    await page.getByRole('textbox', { name: 'Known workaround' }).fill('Use the spare one.');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('message-preview')).toContainText('Use the spare one.');
    await expect(page.getByTestId('message-preview')).toContainText('Written by hand.');
    const downloading = page.waitForEvent('download');
    await save.click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/\.eml$/);
    expect(core.journal.state().incidents[runningIncidentId]?.messages).toHaveLength(1);
  });

  it("offers a template of the person's own beside those of the runbook", async () => {
    const mine = {
      id: 'neighbours',
      title: 'For the neighbours',
      purpose: 'other',
      subject: '{title}',
      body: 'Sorry: {description}',
      placeholders: ['title', 'description'],
      line: 1,
    } as const;
    const { page } = await open({
      scene: 'busy',
      path: incident,
      ownTemplates: [{ ...mine, placeholders: [...mine.placeholders] }],
    });
    await expect(page.getByRole('button', { name: 'Draft: Initial incident notification' })).toBeVisible();
    await page.getByRole('button', { name: 'Draft: For the neighbours' }).click();
    await expect(page.getByLabel('Text')).toHaveValue(/^Sorry: /);
    await page.getByRole('link', { name: 'Another template' }).click();
    await expect(page.getByRole('button', { name: 'For the neighbours' })).toBeVisible();
  });

  it('shows a prompt on any screen until it is answered here or elsewhere', async () => {
    const { page, core } = await open({ scene: 'quiet', path: '/settings' });
    core.ask({ kind: 'hostKey', hostId: 'nas', address: 'nas.lan', port: 22, key: fixtureKey });
    await expect(page.getByRole('dialog')).toContainText(fixtureKey.fingerprint);
    await page.getByRole('button', { name: 'Later' }).click();
    await page.getByRole('button', { name: '1 question waiting: answer' }).click();
    await page.getByRole('button', { name: 'Accept and remember' }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);

    core.ask({ kind: 'passphrase', hostId: 'nas', keyFile: '/k', wasWrong: false });
    await expect(page.getByRole('dialog')).toBeVisible();
    const [promptId = ''] = Object.keys(core.journal.state().prompts);
    core.journal.append([{ type: 'prompt.answered', data: { promptId, answer: 'values' } }], {
      actor: 'person',
      requestId: null,
    });
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  it('says that the connection is lost, comes back by itself, and has missed nothing', async () => {
    const { page, core } = await open({ scene: 'quiet' });
    await expect(page.getByText('No incidents since')).toBeVisible();
    core.dropConnections();
    core.journal.append(runningStory(Date.now(), 'hash'), { actor: 'sitrep', requestId: null });
    await expect(page.getByText('Connection to Sitrep lost.')).toBeVisible();
    await expect(page.getByRole('article', { name: 'P1 gitops-auditor is down on auditor' })).toBeVisible();
    await expect(page.getByText('Connection to Sitrep lost.')).toHaveCount(0);
  });

  it('leads from nothing to a watched host and its service with few keys', async () => {
    const { page, core } = await open({ scene: 'empty' });
    await page.getByRole('link', { name: 'Add a host' }).click();
    await page.keyboard.type('aud');
    await page.getByRole('button', { name: 'Add auditor' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Accept and remember' }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    expect(core.journal.state().prompts).toEqual({});
    await page.getByRole('link', { name: 'Add a service' }).click();
    await page.getByLabel('port').fill('80; reboot');
    await page.keyboard.press('Tab');
    await expect(page.getByText('must match [0-9]{1,5}')).toBeVisible();
    await page.getByLabel('port').fill('3070');
    await page.getByRole('button', { name: 'Add this service' }).click();
    await expect(page.getByRole('region', { name: 'Hosts' })).toContainText('auditor');
  });

  it('finds everything from the palette', async () => {
    const { page } = await open({ scene: 'busy' });
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Host, service, action, incident or screen').fill('printer');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'printer' })).toBeVisible();
  });

  it('says why an action from the palette did not start', async () => {
    const { page } = await open({ scene: 'busy', refusesRuns: true });
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Host, service, action, incident or screen').fill('check service status');
    await page.getByText('Check service status (gitops-auditor)').waitFor();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name: 'Not started' })).toContainText('auditor is not connected.');
  });

  it('names what is not there, and where to look', async () => {
    const { page } = await open({ scene: 'quiet', path: '/hosts/gone' });
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('No such host');
    await expect(page.getByRole('link', { name: 'All hosts' })).toBeVisible();
  });

  it('asks for a value of a service only once one has been there or tried to save', async () => {
    const { page } = await open({ scene: 'quiet', path: '/setup/service/nas' });
    await page.getByRole('textbox', { name: 'Name' }).waitFor();
    await expect(page.getByText('needs a value')).toHaveCount(0);
  });
});
