import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { describe, expect, it } from 'vitest';
import { fixtureKey, type FixtureOptions } from './fixtureCore.ts';
import { resolvedIncidentId, restartPlan, runningIncidentId } from './fixtureStory.ts';
import { chromiumPath, type OpenedWindow } from './openWindow.ts';
import { useWindows } from './useWindows.ts';

const level = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const incident = `/incidents/${runningIncidentId}`;

type Screen = {
  readonly name: string;
  readonly path: string;
  readonly options?: Partial<FixtureOptions>;
  readonly before?: (opened: OpenedWindow) => Promise<void>;
};

const problem = { file: 'lab.yaml', line: 3, column: 7, message: 'port must be a number', mend: 'Write a number.' };
const plannedRun = {
  runId: 'run-1',
  incidentId: runningIncidentId,
  hostId: 'auditor',
  serviceId: 'gitops-auditor',
  subject: { kind: 'action', runbookId: 'gitops-auditor', runbookHash: 'h', actionId: 'restart-the-service' },
  plan: restartPlan('click'),
} as const;
const preview = async ({ page }: OpenedWindow) => {
  await page.getByRole('button', { name: 'Preview: Restart the service' }).click();
  await page.getByRole('list', { name: 'Preflight' }).waitFor();
};

const screens: readonly Screen[] = [
  { name: 'the first screen', path: '/', options: { scene: 'empty' } },
  { name: 'the overview', path: '/', options: { demo: true } },
  { name: 'an incident', path: incident },
  { name: 'a remedy that asks for a confirmation', path: incident, options: { consent: 'confirm' }, before: preview },
  { name: 'a remedy that asks for the name', path: incident, options: { consent: 'type' }, before: preview },
  {
    name: 'a remedy that runs',
    path: incident,
    before: async ({ page, core }) => {
      core.journal.append(
        [
          { type: 'run.planned', data: plannedRun },
          { type: 'run.stageEntered', data: { runId: 'run-1', stage: 'executing', text: '' } },
        ],
        { actor: 'sitrep', requestId: null },
      );
      await page.goto(`${core.url}#${incident}/runs/run-1`);
      await page.getByRole('button', { name: 'Stop', exact: true }).waitFor();
    },
  },
  {
    name: 'a remedy that waits for its folder',
    path: incident,
    before: async ({ page, core }) => {
      core.journal.append(
        [
          { type: 'run.planned', data: { ...plannedRun, plan: { ...plannedRun.plan, folder: null } } },
          { type: 'run.stageEntered', data: { runId: 'run-1', stage: 'awaitingFolder', text: '' } },
        ],
        { actor: 'sitrep', requestId: null },
      );
      await page.goto(`${core.url}#${incident}/runs/run-1`);
      await page.getByRole('textbox', { name: 'Folder on the host' }).waitFor();
    },
  },
  {
    name: 'the composer',
    path: incident,
    before: async ({ page }) => {
      await page.getByRole('button', { name: 'Draft: Initial incident notification' }).click();
      await page.getByRole('region', { name: 'Send' }).waitFor();
    },
  },
  {
    name: 'a host key prompt',
    path: '/hosts',
    before: async ({ page, core }) => {
      core.ask({ kind: 'hostKey', hostId: 'nas', address: 'nas.lan', port: 22, key: fixtureKey });
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'the hosts', path: '/hosts', options: { scene: 'quiet' } },
  { name: 'a host', path: '/hosts/auditor' },
  {
    name: 'the history of a check',
    path: '/hosts/auditor',
    before: async ({ page }) => {
      await page.getByRole('button', { name: 'memory', exact: true }).click();
      await page.getByRole('list', { name: /Times of trouble/ }).waitFor();
      await page.getByRole('figure', { name: /of memory over/ }).waitFor();
    },
  },
  {
    name: 'what to watch on a host',
    path: '/hosts/auditor',
    before: async ({ page }) => {
      await page.getByRole('button', { name: 'Look at this host' }).click();
      await page.getByRole('button', { name: 'Add 2 checks' }).waitFor();
    },
  },
  {
    name: 'a silence',
    path: '/hosts/auditor',
    before: async ({ page }) => {
      await page.getByRole('button', { name: 'Silence auditor…' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'a host that refuses us', path: '/hosts/printer' },
  { name: 'adding a host', path: '/setup/host', options: { scene: 'empty' } },
  { name: 'adding a service', path: '/setup/service/nas' },
  { name: 'the runbooks', path: '/runbooks' },
  {
    name: 'adding a runbook',
    path: '/runbooks',
    before: async ({ page }) => {
      await page.getByRole('button', { name: 'Add a runbook…' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'a runbook', path: '/runbooks/gitops-auditor' },
  {
    name: 'the runbook editor',
    path: '/runbooks/gitops-auditor',
    before: async ({ page }) => {
      await page.getByText('Edit', { exact: true }).click();
      await page.getByRole('textbox', { name: 'Text of the runbook' }).waitFor();
    },
  },
  {
    name: 'a diagnosed incident',
    path: incident,
    before: async ({ page }) => {
      await page.keyboard.press('i');
      await page.getByRole('list', { name: 'What changed' }).waitFor();
    },
  },
  { name: 'a resolved incident', path: `/incidents/${resolvedIncidentId}` },
  { name: 'the messages', path: '/messages' },
  { name: 'the notifications', path: '/notifications' },
  { name: 'the reports', path: '/reports' },
  { name: 'the settings', path: '/settings', options: { problems: [problem] } },
  {
    name: 'the editor of lab.yaml, and all the settings opened',
    path: '/settings',
    before: async ({ page }) => {
      await page.getByText('How to add a channel').click();
      await page.getByRole('button', { name: 'Show the token' }).click();
      await page.getByRole('button', { name: 'Set secret of Phone' }).click();
      await page.getByRole('button', { name: 'Edit lab.yaml' }).click();
      await page.getByLabel('Text of lab.yaml').fill('version: 1\nhots: []\n');
      await page.getByRole('list', { name: 'Mistakes in this text' }).waitFor();
    },
  },
  {
    name: 'the palette',
    path: '/',
    before: async ({ page }) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').waitFor();
    },
  },
];

async function violations(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  const axe = new AxeBuilder({ page });
  const { violations: found } = await (rules === undefined ? axe.withTags(level) : axe.withRules([...rules])).analyze();
  return found.flatMap((one) =>
    one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
  );
}

/** Header and notices lie over whatever is below them until one scrolls, or dismisses them. */
async function uncover(page: Page): Promise<void> {
  await page.evaluate(() => window.scrollTo(0, 0));
  if ((await page.getByRole('dialog').count()) > 0) return;
  const notices = page.getByRole('region', { name: 'New notifications' });
  for (const dismiss of (await notices.getByRole('button', { name: 'Dismiss' }).all()).toReversed())
    await dismiss.click();
}

describe.skipIf(chromiumPath === null)('the screens', () => {
  const open = useWindows();

  it.each(screens)(
    '$name meets WCAG 2.2 AA in light and dark, wide and narrow, keeps the content policy, fits 420 pixels',
    async (screen) => {
      const opened = await open({ scene: 'busy', ...screen.options, path: screen.path });
      const { page, complaints } = opened;
      await screen.before?.(opened);
      await page.emulateMedia({ colorScheme: 'light' });
      expect(await violations(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.waitForFunction(() => document.documentElement.dataset['mantineColorScheme'] === 'dark');
      expect(await violations(page, ['color-contrast'])).toEqual([]);
      await page.setViewportSize({ width: 420, height: 860 });
      await uncover(page);
      expect(await violations(page, ['color-contrast', 'target-size'])).toEqual([]);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow).toBeLessThanOrEqual(0);
      expect(complaints).toEqual([]);
    },
  );
});
