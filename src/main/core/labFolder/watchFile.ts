import * as fs from 'node:fs';
import path from 'node:path';
import type { Clock, Logger, Stop } from '../ports/ports.ts';

const settleMs = 80;
const pollMs = 2_000;

/** What a glance tells of a file: enough to see that it was written, replaced or removed. */
function glance(file: string): string {
  try {
    const stat = fs.statSync(file, { bigint: true, throwIfNoEntry: false });
    return stat === undefined ? 'none' : `${stat.ino}:${stat.size}:${stat.mtimeNs}:${stat.ctimeNs}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The folder is watched, not the file, because editors replace files; null where the platform cannot. */
function watchFolder(file: string, logger: Logger, heard: () => void): fs.FSWatcher | null {
  try {
    const watcher = fs.watch(path.dirname(file), { persistent: false }, (_event, name) => {
      if (name === null || name === path.basename(file)) heard();
    });
    watcher.on('error', (error) =>
      logger.warn('watching the lab folder ended; looking now and then', { why: error.message }),
    );
    return watcher;
  } catch (error) {
    logger.warn('the lab folder cannot be watched; looking now and then', { why: String(error) });
    return null;
  }
}

/**
 * Calls back some 80 ms after a file was written, replaced, removed or came back. Events of the system make it quick;
 * a glance every 2 s makes it sure (network shares, exhausted watches, links whose target changed).
 */
export function watchFile(file: string, ports: { clock: Clock; logger: Logger }, changed: () => void): Stop {
  const { clock, logger } = ports;
  let seen = glance(file);
  let stopSettling: Stop | null = null;
  const settle = () => {
    stopSettling?.();
    stopSettling = clock.after(settleMs, () => {
      stopSettling = null;
      seen = glance(file);
      changed();
    });
  };
  const watcher = watchFolder(file, logger, settle);
  const look = () => {
    if (glance(file) !== seen && stopSettling === null) settle();
    stopPolling = clock.after(pollMs, look);
  };
  let stopPolling: Stop = clock.after(pollMs, look);
  return () => {
    stopSettling?.();
    stopPolling();
    watcher?.close();
  };
}
