import { createHash, randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import path from 'node:path';
import { RequestError } from '#shared/rpc/errors.ts';

/** SHA-256 in hex, by which a version of the file is known. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const hasCode = (error: unknown, code: string) => error instanceof Error && 'code' in error && error.code === code;

/** The text of a file; null where there is none. Other failures are thrown. */
export function readIfPresent(file: string): string | null {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/** A link (as dotfile managers make them) stays a link: its target is what gets replaced. */
function targetOf(file: string): string {
  try {
    return fs.realpathSync(file);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return file;
    throw error;
  }
}

function modeOf(file: string): number {
  return (fs.statSync(file, { throwIfNoEntry: false })?.mode ?? 0o644) & 0o777;
}

function writeDurably(file: string, text: string, mode: number): void {
  const handle = fs.openSync(file, 'wx', mode);
  try {
    fs.fchmodSync(handle, mode);
    fs.writeFileSync(handle, text);
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}

/** A rename is durable only once its folder is; Windows cannot open folders and needs no such thing. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = fs.openSync(folder, 'r');
  try {
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}

/**
 * Puts a whole new text in the place of `expected` (null: no file), or changes nothing: readers see the old file or the
 * new one, also after a power loss. Throws `RequestError` CONFLICT when the file on disk is not `expected` any more.
 */
export function replaceFile(file: string, text: string, expected: string | null): void {
  const target = targetOf(file);
  const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${randomBytes(4).toString('hex')}.tmp`);
  try {
    writeDurably(temporary, text, modeOf(target));
    if (readIfPresent(target) !== expected)
      throw new RequestError(
        'CONFLICT',
        `${path.basename(file)} was changed on disk in the meantime`,
        'Look at the new text, then make your change again.',
      );
    fs.renameSync(temporary, target);
    syncFolder(path.dirname(target));
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    if (error instanceof RequestError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new RequestError(
      'UNAVAILABLE',
      `${file} could not be written: ${why}`,
      'Check its permissions and free space.',
      {
        cause: error,
      },
    );
  }
}
