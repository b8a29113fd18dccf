import * as fs from 'node:fs';
import type { Clock, Logger, Stop } from '../ports/ports.ts';
import { glanceAt } from './markdownFiles.ts';

const settleMs = 80;
const pollMs = 2_000;

/**
 * Calls back some 80 ms after a Markdown file of a folder was written, replaced or removed. Events of the system make it
 * quick; a glance every 2 s makes it sure, also for a folder that does not exist yet.
 */
export function watchMarkdown(
  folder: string,
  { clock, logger }: { clock: Clock; logger: Logger },
  changed: () => void,
): Stop {
  let seen = glanceAt(folder);
  let stopSettling: Stop | null = null;
  let watcher = openWatcher();

  function settle(): void {
    stopSettling?.();
    stopSettling = clock.after(settleMs, () => {
      stopSettling = null;
      const now = glanceAt(folder);
      if (now === seen) return;
      seen = now;
      changed();
    });
  }

  function openWatcher(): fs.FSWatcher | null {
    try {
      const opened = fs.watch(folder, { persistent: false }, settle);
      opened.on('error', (error) => {
        logger.debug('watching a folder ended; looking now and then', { folder, why: error.message });
        opened.close();
        if (watcher === opened) watcher = null;
      });
      return opened;
    } catch (error) {
      logger.debug('a folder cannot be watched yet; looking now and then', { folder, why: String(error) });
      return null;
    }
  }

  const look = () => {
    if (watcher === null && fs.existsSync(folder)) watcher = openWatcher();
    if (glanceAt(folder) !== seen && stopSettling === null) settle();
    stopPolling = clock.after(pollMs, look);
  };
  let stopPolling: Stop = clock.after(pollMs, look);
  return () => {
    stopSettling?.();
    stopPolling();
    watcher?.close();
  };
}
