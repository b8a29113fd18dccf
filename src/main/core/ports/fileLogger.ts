import { closeSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { jsonLinesLogger } from './jsonLinesLogger.ts';
import type { Clock, Logger } from './ports.ts';

const largestLogBytes = 5 * 1_048_576;

/** Logs to `sitrep.log` of the data folder, each line at once; a large one is set aside as `sitrep.old.log`. */
export function createFileLogger(dataFolder: string, clock: Clock): Logger & { readonly close: () => void } {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const path = join(dataFolder, 'sitrep.log');
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > largestLogBytes) renameSync(path, join(dataFolder, 'sitrep.old.log'));
  const file = openSync(path, 'a', 0o600);
  const stream = new Writable({
    decodeStrings: false,
    write: (line: string, _encoding, written) => {
      writeSync(file, line);
      written();
    },
  });
  stream.once('close', () => closeSync(file));
  return { ...jsonLinesLogger({ stream, clock }), close: () => stream.destroy() };
}
