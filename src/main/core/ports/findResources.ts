import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

export type Resources = {
  /** Built-in runbooks, templates, icons. */
  readonly assetsFolder: string;
  /** The built window. */
  readonly windowFolder: string;
  readonly version: string;
};

const manifestSchema = z.looseObject({ version: z.string() });

/** What ships with the program, looked for from a folder of it upwards: the sources, `dist` and a package are alike. */
export function findResources(startFolder: string): Resources {
  for (let folder = startFolder; ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    const assetsFolder = join(folder, 'assets');
    if (existsSync(manifest) && existsSync(assetsFolder)) {
      const { version } = manifestSchema.parse(JSON.parse(readFileSync(manifest, 'utf8')));
      return { assetsFolder, windowFolder: join(folder, 'dist', 'renderer'), version };
    }
    if (dirname(folder) === folder) throw new Error(`Sitrep's own files are missing: no assets above ${startFolder}.`);
  }
}
