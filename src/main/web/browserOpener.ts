import { spawn } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Clock, Opener, Stop } from '#core/ports/ports.ts';

/** The page with the token is of no use to anybody after that. */
const keepPageMs = 60_000;

/** Opens addresses with the desktop's own program. Rejects when there is none. */
export const desktopOpener: Opener = {
  open: (url) =>
    new Promise((resolve, reject) => {
      const [program, ...words] = openingCommand(process.platform);
      const child = spawn(program, [...words, url], { stdio: 'ignore', detached: true });
      child.once('error', reject);
      child.once('spawn', () => {
        child.unref();
        resolve();
      });
    }),
};

/**
 * Opens an address that holds a token by way of a page that only this user can read: what stands on a command line can
 * be read by every user of the computer. The returned function removes the page before its time.
 */
export async function openPrivately(
  address: string,
  folder: string,
  tools: { readonly opener: Opener; readonly clock: Clock },
): Promise<Stop> {
  const page = join(readableByBrowsers(folder), `sitrep-address-${process.pid}.html`);
  const remove = () => rmSync(page, { force: true });
  remove();
  writeFileSync(page, `<!doctype html><meta http-equiv="refresh" content="0;url=${address}"><title>Sitrep</title>\n`, {
    mode: 0o600,
    flag: 'wx',
  });
  const stop = tools.clock.after(keepPageMs, remove);
  try {
    await tools.opener.open(pathToFileURL(page).href);
  } catch (error) {
    stop();
    remove();
    throw error;
  }
  return () => {
    stop();
    remove();
  };
}

/** Browsers in a snap see no hidden folders, which is where the data folder usually is. */
function readableByBrowsers(folder: string): string {
  return existsSync('/snap/bin') ? homedir() : folder;
}

function openingCommand(platform: NodeJS.Platform): [string, ...string[]] {
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return ['xdg-open'];
}
