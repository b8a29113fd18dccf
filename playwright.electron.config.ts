import { defineConfig } from '@playwright/test';

/** Drives the packaged desktop shell; each test says plainly that it was skipped where no Electron binary can run. */
export default defineConfig({
  testDir: 'tests/electron',
  testMatch: '**/*.e2e.ts',
  timeout: 120_000,
  workers: 1,
  reporter: [['list']],
});
