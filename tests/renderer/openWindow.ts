import { type Browser, chromium, expect as browserExpect, type Page } from '@playwright/test';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { chromiumArguments } from '../support/chromiumArguments.ts';
import { type FixtureOptions, startFixtureCore } from './fixtureCore.ts';

const usualPlaces = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where a Chromium is; null where there is none, and then the window's tests are skipped. */
export const chromiumPath = process.env['SITREP_CHROMIUM'] ?? usualPlaces.find((path) => existsSync(path)) ?? null;

/** How long a window may take to show what is asked of it, on a machine that does much else at the same time. */
const patienceMs = 15_000;
export const expect = browserExpect.configure({ timeout: patienceMs });

export type WindowOptions = FixtureOptions & { readonly path?: string; readonly width?: number };

export type OpenedWindow = {
  readonly page: Page;
  readonly core: Awaited<ReturnType<typeof startFixtureCore>>;
  /** Everything that the browser complained of, violations of the content policy included. */
  readonly complaints: readonly string[];
};

/** Builds the window once and opens it in a browser, each time over a fixture core of its own. */
export async function startWindows() {
  const folder = await mkdtemp(join(tmpdir(), 'sitrep-window-'));
  await build({ configFile: 'vite.renderer.config.ts', logLevel: 'error', build: { outDir: folder } });
  const browser: Browser = await chromium.launch({
    ...(chromiumPath === null ? {} : { executablePath: chromiumPath }),
    args: [...chromiumArguments],
  });

  const open = async (options: WindowOptions): Promise<OpenedWindow> => {
    const core = await startFixtureCore(folder, options);
    const context = await browser.newContext({ viewport: { width: options.width ?? 1280, height: 800 } });
    const page = await context.newPage();
    page.setDefaultTimeout(patienceMs);
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(`${core.url}#${options.path ?? '/'}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    return { page, core, complaints };
  };

  return {
    open,
    close: async () => {
      await browser.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Closes what `open` opened. */
export async function closeWindow({ page, core }: OpenedWindow): Promise<void> {
  await page.context().close();
  await core.close();
}
