import { defineConfig } from 'vitest/config';

const slowest = 60_000;

/** `lab` needs root and boots systemd hosts, one test file at a time; `unit` is everything else. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: ['tests/**/*.lab.test.ts', 'tests/e2e/**'],
          testTimeout: slowest,
          hookTimeout: slowest,
        },
      },
      {
        test: {
          name: 'lab',
          include: ['tests/**/*.lab.test.ts'],
          globalSetup: ['tests/lab/globalSetup.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
