import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Folders } from '#core/ports/defaultFolders.ts';

export type ElectronOptions = {
  readonly dataFolder: string;
  readonly labFolder: string;
  readonly startDemo: boolean;
};

/** Reads what Sitrep knows of the command line; the rest is Chromium's. */
export function readElectronOptions(words: readonly string[], folders: Folders): ElectronOptions {
  const { values } = parseArgs({
    args: [...words],
    strict: false,
    options: { demo: { type: 'boolean' }, data: { type: 'string' }, lab: { type: 'string' } },
  });
  return {
    dataFolder: resolve(typeof values['data'] === 'string' ? values['data'] : folders.data),
    labFolder: resolve(typeof values['lab'] === 'string' ? values['lab'] : folders.lab),
    startDemo: values['demo'] === true,
  };
}
