import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Clock, Logger } from '#core/ports/ports.ts';
import { openStorage, type Storage } from '#core/storage/openStorage.ts';

export type ManualClock = Clock & {
  /** Lets time pass; timers that come due are called in their order. */
  readonly advance: (ms: number) => void;
};

/** A clock that only moves when told; wall and monotonic time move together. */
export function manualClock(startAt = 1_790_000_000_000): ManualClock {
  let now = startAt;
  let timers: { readonly dueAt: number; readonly callback: () => void }[] = [];
  return {
    now: () => now,
    monotonic: () => now - startAt,
    after: (delayMs, callback) => {
      const timer = { dueAt: now + delayMs, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance: (ms) => {
      const until = now + ms;
      for (;;) {
        const next = timers.filter(({ dueAt }) => dueAt <= until).sort((a, b) => a.dueAt - b.dueAt)[0];
        if (next === undefined) break;
        timers = timers.filter((other) => other !== next);
        now = Math.max(now, next.dueAt);
        next.callback();
      }
      now = until;
    },
  };
}

export type MemoryLogger = Logger & { readonly lines: readonly string[] };

export function memoryLogger(): MemoryLogger {
  const lines: string[] = [];
  const log = (level: string) => (message: string) => void lines.push(`${level}: ${message}`);
  return { lines, debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
}

/** A folder of its own for the running test, removed after it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sitrep-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A storage on a real disk; closed after the test. */
export function temporaryStorage(clock: Clock = manualClock(), folder = temporaryFolder()): Storage {
  const storage = openStorage({ dataFolder: folder, clock, logger: memoryLogger() });
  onTestFinished(() => {
    if (storage.database.isOpen) storage.close();
  });
  return storage;
}
