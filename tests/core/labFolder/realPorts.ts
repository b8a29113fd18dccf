import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { onTestFinished } from 'vitest';
import type { Clock, Logger } from '#core/ports/ports.ts';

/** The clock of this computer, for tests of things that wait for the real world. */
export const realClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** A folder that is gone when the test is. */
export function testFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'sitrep-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
