import { vi } from 'vitest';

const patienceMs = 30_000;

/** Waits until the assertions hold; patient, because machines that run tests are shared and slow at times. */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: patienceMs, interval: 20 });
}
