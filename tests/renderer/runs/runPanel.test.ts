import { afterAll, afterEach, beforeAll, describe, it } from 'vitest';
import type { JournalEntry } from '#shared/desk/journalEvent.ts';
import type { RunOutcome } from '#shared/run/run.ts';
import { restartPlan, runningIncidentId } from '../fixtureStory.ts';
import { chromiumPath, closeWindow, expect, type OpenedWindow, startWindows } from '../openWindow.ts';

const runId = 'run-1';
const planned: JournalEntry = {
  type: 'run.planned',
  data: {
    runId,
    incidentId: runningIncidentId,
    hostId: 'auditor',
    serviceId: 'gitops-auditor',
    subject: { kind: 'action', runbookId: 'gitops-auditor', runbookHash: 'h', actionId: 'restart-the-service' },
    plan: restartPlan('click'),
  },
};
const wayBack = { kind: 'kept', text: 'a copy of config.json', untilAt: null } as const;
const stepEnd = { index: 0, end: { kind: 'exited', code: 0 }, tookMs: 900 } as const;
const ended = (outcome: RunOutcome): JournalEntry => ({ type: 'run.ended', data: { runId, outcome } });
const succeeded: readonly JournalEntry[] = [
  planned,
  { type: 'run.captured', data: { runId, wayBack } },
  { type: 'run.stepEnded', data: { runId, step: stepEnd } },
  ended({ kind: 'succeeded', text: 'Both checks are ok.' }),
];

describe.skipIf(chromiumPath === null)('a run in the window', () => {
  let windows: Awaited<ReturnType<typeof startWindows>>;
  let opened: OpenedWindow;
  const open = async (entries: readonly JournalEntry[]) => {
    opened = await windows.open({ scene: 'busy', path: `/incidents/${runningIncidentId}` });
    opened.core.journal.append(entries, { actor: 'sitrep', requestId: null });
    await opened.page.goto(`${opened.core.url}#/incidents/${runningIncidentId}/runs/${runId}`);
    const panel = opened.page.getByRole('region', { name: 'Restart the service' });
    await panel.waitFor();
    return { ...opened, panel };
  };
  beforeAll(async () => {
    windows = await startWindows();
  }, 120_000);
  afterAll(() => windows.close());
  afterEach(() => closeWindow(opened));

  it('shows no command as run when it was refused', async () => {
    const { panel } = await open([planned, ended({ kind: 'refused', text: 'no free space for a copy' })]);
    await expect(panel.getByText('no free space for a copy')).toBeVisible();
    await expect(panel.getByRole('log')).toHaveCount(0);
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
