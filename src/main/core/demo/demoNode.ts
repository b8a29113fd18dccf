import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A program that runs JavaScript files, and what its environment must hold. */
export type DemoNode = { readonly command: string; readonly environment: Readonly<Record<string, string>> };

/**
 * What the demo services run on: the program we run on ourselves, or, inside a packaged window whose program may not
 * serve as Node, the `node` of the PATH. Throws an Error that says so when there is neither.
 */
export async function findDemoNode(): Promise<DemoNode> {
  if (process.versions['electron'] === undefined) return { command: process.execPath, environment: {} };
  const isDevelopment = 'defaultApp' in process;
  if (isDevelopment) return { command: process.execPath, environment: { ELECTRON_RUN_AS_NODE: '1' } };
  try {
    const { stdout } = await promisify(execFile)('node', ['-p', 'process.execPath']);
    return { command: stdout.trim(), environment: {} };
  } catch (cause) {
    throw new Error('its services need Node, and there is no node in the PATH.', { cause });
  }
}
