import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { contentType } from '#shared/window/contentType.ts';
import { withNonce } from '#shared/window/contentSecurityPolicy.ts';

export type WindowFile = {
  readonly body: Buffer;
  readonly contentType: string;
  /** Named after its content, so it may be kept for ever. */
  readonly isHashed: boolean;
};

/** The built window. Only files that were there at the start are served, so no path can lead anywhere else. */
export type WindowFiles = {
  /** Null where there is no such file. */
  readonly read: (urlPath: string) => Promise<WindowFile | null>;
  readonly page: (nonce: string) => Promise<string>;
};

/** Throws with a plain sentence when the window was not built. */
export function openWindowFiles(folder: string): WindowFiles {
  const names = listFiles(folder);
  if (!names.has('/index.html')) throw new Error(`The window is not built: there is no index.html in ${folder}.`);
  return {
    read: async (urlPath) => {
      const name = urlPath === '/index.html' ? undefined : names.get(urlPath);
      if (name === undefined) return null;
      return {
        body: await readFile(join(folder, name)),
        contentType: contentType(name),
        isHashed: urlPath.startsWith('/assets/'),
      };
    },
    page: async (nonce) => withNonce(await readFile(join(folder, 'index.html'), 'utf8'), nonce),
  };
}

function listFiles(folder: string): ReadonlyMap<string, string> {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return new Map(
      entries.map((entry) => {
        const name = join(entry.parentPath, entry.name)
          .slice(folder.length)
          .replace(/^[\\/]+/u, '');
        return [`/${name.split(sep).join('/')}`, name];
      }),
    );
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Map();
    throw error;
  }
}
