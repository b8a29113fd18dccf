import type { Clock, Logger, Stop } from '../../ports/ports.ts';
import { readConfigText } from './readConfigText.ts';

const lookEveryMs = 5_000;

/** Calls back when the text of these configuration files, Includes among it, is another than at the last look. */
export function watchConfig(
  files: () => readonly string[],
  deps: { readonly clock: Clock; readonly logger: Logger },
  changed: () => void,
): Stop {
  let last: string | null = null;
  let isStopped = false;
  const look = async (): Promise<void> => {
    try {
      const text = JSON.stringify(await Promise.all(files().map((file) => readConfigText(file))));
      if (last !== null && text !== last && !isStopped) changed();
      last = text;
    } catch (error) {
      deps.logger.warn('the ssh configuration cannot be watched', { why: String(error) });
    }
    if (!isStopped) stopTimer = deps.clock.after(lookEveryMs, () => void look());
  };
  let stopTimer: Stop = () => undefined;
  void look();
  return () => {
    isStopped = true;
    stopTimer();
  };
}
