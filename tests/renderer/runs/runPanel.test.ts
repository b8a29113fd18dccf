import { describe, it } from 'vitest';
import type { JournalEntry } from '#shared/desk/journalEvent.ts';
import type { RunOutcome } from '#shared/run/run.ts';
import { restartPlan, runningIncidentId } from '../fixtureStory.ts';
import { chromiumPath, expect } from '../openWindow.ts';
import { useWindows } from '../useWindows.ts';

const runId = 'run-1';
const planned = {
  type: 'run.planned',
  data: {
    runId,
    incidentId: runningIncidentId,
    hostId: 'auditor',
    serviceId: 'gitops-auditor',
    subject: { kind: 'action', runbookId: 'gitops-auditor', runbookHash: 'h', actionId: 'restart-the-service' },
    plan: restartPlan('click'),
  },
} as const satisfies JournalEntry;
const promised = { kind: 'kept', text: 'a copy of config.json', untilAt: null } as const;
const wayBack = { ...promised, handle: { copy: '/var/kept' } } as const;
const stepEnd = { index: 0, end: { kind: 'exited', code: 0 }, tookMs: 900 } as const;
const ended = (outcome: RunOutcome): JournalEntry => ({ type: 'run.ended', data: { runId, outcome } });
const succeeded: readonly JournalEntry[] = [
  planned,
  { type: 'run.captured', data: { runId, wayBack } },
  { type: 'run.stepEnded', data: { runId, step: stepEnd } },
  ended({ kind: 'succeeded', text: 'Both checks are ok.' }),
];

describe.skipIf(chromiumPath === null)('a run in the window', () => {
  const openWindow = useWindows();
  const open = async (entries: readonly JournalEntry[]) => {
    const opened = await openWindow({ scene: 'busy', path: `/incidents/${runningIncidentId}` });
    opened.core.journal.append(entries, { actor: 'sitrep', requestId: null });
    await opened.page.goto(`${opened.core.url}#/incidents/${runningIncidentId}/runs/${runId}`);
    const panel = opened.page.getByRole('region', { name: 'Restart the service' });
    await panel.waitFor();
    return { ...opened, panel };
  };

  it('shows no command as run when it was refused, and offers no way back from nothing', async () => {
    const plan = { ...planned.data.plan, wayBack: promised };
    const keeping: JournalEntry = { type: 'run.planned', data: { ...planned.data, plan } };
    const { panel } = await open([keeping, ended({ kind: 'refused', text: 'no free space for a copy' })]);
    await expect(panel.getByText('no free space for a copy')).toBeVisible();
    await expect(panel.getByRole('log')).toHaveCount(0);
    await expect(panel.getByRole('button', { name: 'Undo' })).toHaveCount(0);
  });

  it('asks for the folder that the runbook leaves open, shows it with the commands, and knows it the next time', async () => {
    const waits = (id: string): readonly JournalEntry[] => [
      {
        type: 'run.planned',
        data: { ...planned.data, runId: id, plan: { ...restartPlan('click'), folder: null } },
      },
      { type: 'run.stageEntered', data: { runId: id, stage: 'awaitingFolder', text: '' } },
    ];
    const { panel, page, core } = await open(waits(runId));
    const field = panel.getByRole('textbox', { name: 'Folder on the host' });
    await expect(field).toBeFocused();
    await expect(panel.getByRole('button', { name: 'Look there first' })).toBeDisabled();
    await field.fill('app');
    await expect(panel.getByText('Write it from / on')).toBeVisible();
    await field.fill('/nowhere');
    await field.press('Enter');
    await expect(panel.getByRole('alert')).toContainText('/nowhere is no folder on auditor');
    await field.fill('/opt/app');
    await field.press('Enter');
    await expect(panel.getByText('in /opt/app')).toBeVisible();
    await expect(panel.getByRole('button', { name: 'Run', exact: true })).toBeEnabled();
    await panel.getByRole('button', { name: 'Other folder…' }).click();
    await expect(field).toHaveValue('/opt/app');
    await field.fill('/opt/app2');
    await field.press('Enter');
    await expect(panel.getByText('in /opt/app2')).toBeVisible();
    core.journal.append(waits('run-2'), { actor: 'sitrep', requestId: null });
    await page.goto(`${core.url}#/incidents/${runningIncidentId}/runs/run-2`);
    await expect(field).toHaveValue('/opt/app2');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('region', { name: 'Evidence' })).toBeVisible();
    expect(core.journal.state().runs['run-2']?.outcome?.kind).toBe('cancelled');
  });

  it('says that the way back failed, and offers it again', async () => {
    const { panel, core } = await open(succeeded);
    await expect(panel.getByRole('button', { name: 'Undo' })).toBeVisible();
    const undone = (outcome: RunOutcome): JournalEntry => ({ type: 'run.undone', data: { runId, outcome } });
    const by = { actor: 'sitrep', requestId: null } as const;
    core.journal.append([{ type: 'run.stageEntered', data: { runId, stage: 'undoing', text: '' } }], by);
    await expect(panel.getByText('Undoing…')).toBeVisible();
    core.journal.append([undone({ kind: 'failed', text: 'the copy is not readable' })], by);
    await expect(panel.getByText('Undo failed')).toBeVisible();
    await expect(panel.getByText('the copy is not readable')).toBeVisible();
    await expect(panel.getByRole('button', { name: 'Undo again' })).toBeEnabled();
    core.journal.append([undone({ kind: 'succeeded', text: 'config.json is as it was.' })], by);
    await expect(panel.getByText('succeeded, then undone')).toBeVisible();
    await expect(panel.getByText('config.json is as it was.')).toBeVisible();
    await expect(panel.getByRole('button', { name: /^Undo/ })).toHaveCount(0);
  });
});
