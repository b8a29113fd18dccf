import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.join(import.meta.dirname, '..');
const stampFile = path.join(root, 'dist', 'build-stamp');
const outputs = [
  'dist/renderer/index.html',
  'dist/main/web.js',
  'dist/main/electron.js',
  'dist/main/preload.cjs',
  'dist/main/cli.js',
];
const inputs = [
  'src',
  'assets/icons',
  'package-lock.json',
  'package.json',
  'vite.main.config.ts',
  'vite.renderer.config.ts',
  'tsconfig.base.json',
];

/** Why `dist` cannot be used as it is; null when it is what the sources say. */
export function whyToBuild(): string | null {
  const missing = outputs.find((file) => !existsSync(path.join(root, file)));
  if (missing !== undefined) return 'it was not built yet';
  if (!existsSync(stampFile)) return 'an earlier build did not finish';
  return readFileSync(stampFile, 'utf8') === stamp() ? null : 'its sources changed';
}

/** Says that `dist` is what the sources say; to be called when everything is built. */
export function writeStamp(): void {
  mkdirSync(path.dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp());
}

/** A digest of the contents of everything that a build reads; times mean nothing after a checkout. */
function stamp(): string {
  const hash = createHash('sha256').update(process.version);
  for (const input of inputs) addTo(hash, input);
  return hash.digest('hex');
}

function addTo(hash: ReturnType<typeof createHash>, name: string): void {
  const file = path.join(root, name);
  const entry = statSync(file, { throwIfNoEntry: false });
  if (entry === undefined) return;
  if (entry.isDirectory()) {
    for (const child of readdirSync(file).sort()) addTo(hash, path.join(name, child));
    return;
  }
  hash.update(name).update('\0').update(readFileSync(file)).update('\0');
}
