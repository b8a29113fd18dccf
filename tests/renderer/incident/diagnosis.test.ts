import { describe, it } from 'vitest';
import { diagnosisStory, resolvedIncidentId, runningIncidentId } from '../fixtureStory.ts';
import { chromiumPath, expect } from '../openWindow.ts';
import { useWindows } from '../useWindows.ts';

describe.skipIf(chromiumPath === null)('an incident in the window', () => {
  const openWindow = useWindows();
  const open = (incidentId: string) => openWindow({ scene: 'busy', path: `/incidents/${incidentId}` });

  it('is diagnosed by one key: equal findings are folded, changes and remedies are one click away', async () => {
    const { page } = await open(runningIncidentId);
    await page.keyboard.press('i');
    const evidence = page.getByRole('region', { name: 'Evidence' });
    await expect(evidence.getByRole('list', { name: 'What changed' })).toBeVisible();
    await expect(evidence.getByText('config.json does not parse: line 14')).toHaveCount(1);
    await expect(evidence.getByText('five')).toHaveCount(0);
    await evidence.getByRole('button', { name: 'show all 5 lines' }).click();
    await expect(evidence.getByText('five')).toBeVisible();
    await evidence.getByRole('button', { name: /^Show 1 point of the issue patterns/ }).click();
    await expect(evidence.getByText("Service Won't Start - Verify ports: no")).toBeVisible();
    await evidence.getByRole('button', { name: /^Difference: commit 4f2c1a/ }).click();
    await expect(evidence.getByText('+ "port": 3070')).toBeVisible();
    await evidence.getByRole('button', { name: 'Suggested: Restart the service…' }).click();
    await expect(page.getByRole('list', { name: 'Preflight' })).toBeVisible();
  });

  it('shows findings while a look goes on, offers nothing for them yet, and takes back what was overturned', async () => {
    const { page, core } = await open(runningIncidentId);
    const [planned, found, ended] = diagnosisStory('run-slow', runningIncidentId);
    const bySitrep = { actor: 'sitrep', requestId: null } as const;
    const early = {
      id: 'early',
      severity: 'critical',
      text: 'the port may be taken',
      proof: '',
      suggests: [],
    } as const;
    const restart = [{ actionId: 'restart-the-service', reason: 'starts it afresh' }];
    const soFar = { runId: 'run-slow', findings: [{ ...early, suggests: restart }], standing: ['early'] };
    core.journal.append([planned, { type: 'run.found', data: soFar }], bySitrep);
    const evidence = page.getByRole('region', { name: 'Evidence' });
    await expect(evidence.getByRole('heading', { name: /^Findings so far/ })).toBeVisible();
    await expect(evidence.getByText(early.text)).toBeVisible();
    await expect(evidence.getByRole('button', { name: 'Suggested: Restart the service…' })).toHaveCount(0);
    core.journal.append([found, ended], bySitrep);
    await expect(evidence.getByText(early.text)).toHaveCount(0);
    await expect(evidence.getByRole('heading', { name: 'Findings', exact: true })).toBeVisible();
    await expect(evidence.getByRole('button', { name: 'Suggested: Restart the service…' })).toBeVisible();
    await expect(page.getByText('Diagnosis found: config.json does not parse: line 14')).toHaveCount(1);
  });

  it('asks for a confirmation where the preflight found a cost, though the plan asks for a click', async () => {
    const { page } = await open(runningIncidentId);
    await page.getByRole('button', { name: 'Preview: Restart the service' }).click();
    await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeDisabled();
    await page.getByRole('checkbox', { name: /I have read/ }).check();
    await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeEnabled();
  });

  it('that is resolved says what is left, and is closed only with a reason while follow-ups are open', async () => {
    const { page, core } = await open(resolvedIncidentId);
    const left = page.getByRole('list', { name: 'Left to do' });
    await expect(left.getByRole('button', { name: 'Write the message' })).toBeVisible();
    await expect(page.getByRole('region', { name: 'Post-mortem' })).toContainText('Stopped by hand during an update.');
    await left.getByRole('button', { name: 'Close…' }).click();
    const close = page.getByRole('button', { name: 'Close the incident' });
    await expect(close).toBeDisabled();
    await page.getByLabel('Reason').fill('It was a planned update.');
    await close.click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    expect(core.journal.state().incidents[resolvedIncidentId]?.status).toBe('closed');
  });
});
