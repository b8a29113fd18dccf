import { createHash, randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import path from 'node:path';
import { identifierSchema } from '#shared/lab/identifiers.ts';
import type { Logger } from '../ports/ports.ts';

/** A runbook as a file has it. */
export type RunbookFile = { readonly id: string; readonly text: string; readonly hash: string };

const largestBytes = 1_000_000;

/** SHA-256 in hex, by which a version of a runbook is known. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** All runbooks of a folder by id, which is the file name without `.md`; what cannot be one is logged and left out. */
export function readRunbookFiles(folder: string, logger: Logger): ReadonlyMap<string, RunbookFile> {
  const files = new Map<string, RunbookFile>();
  for (const name of namesIn(folder, logger)) {
    const id = name.slice(0, -'.md'.length);
    if (!identifierSchema.safeParse(id).success) {
      logger.warn('a runbook was left out: its file name must be a-z 0-9 . _ - and end in .md', { file: name });
      continue;
    }
    const text = readText(path.join(folder, name), logger);
    if (text !== null) files.set(id, { id, text, hash: hashOf(text) });
  }
  return files;
}

function namesIn(folder: string, logger: Logger): string[] {
  try {
    return fs
      .readdirSync(folder)
      .filter((name) => name.endsWith('.md') && !name.startsWith('.'))
      .toSorted();
  } catch (error) {
    if (!isMissing(error)) logger.warn('a folder of runbooks cannot be read', { folder, why: String(error) });
    return [];
  }
}

function readText(file: string, logger: Logger): string | null {
  try {
    if (fs.statSync(file).size <= largestBytes) return fs.readFileSync(file, 'utf8');
    logger.warn('a runbook was left out: it is larger than 1 MB', { file });
  } catch (error) {
    if (!isMissing(error)) logger.warn('a runbook cannot be read', { file, why: String(error) });
  }
  return null;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

/** Puts a whole new text in place of a file, durably: readers see the old one or the new one, never a part. */
export function writeRunbookFile(folder: string, id: string, text: string): void {
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${id}.md`);
  const target = fs.existsSync(file) ? fs.realpathSync(file) : file;
  const temporary = path.join(path.dirname(target), `.${id}.${randomBytes(6).toString('hex')}.tmp`);
  const handle = fs.openSync(temporary, 'wx', 0o644);
  try {
    fs.writeFileSync(handle, text);
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
  fs.renameSync(temporary, target);
}

/** What a glance tells of the runbooks in a folder: enough to see that one was written, replaced or removed. */
export function glanceAt(folder: string): string {
  try {
    const names = fs
      .readdirSync(folder)
      .filter((name) => name.endsWith('.md'))
      .toSorted();
    return names.map((name) => `${name}:${stampOf(path.join(folder, name))}`).join('\n');
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
  }
}

function stampOf(file: string): string {
  const stat = fs.statSync(file, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? 'none' : `${stat.ino}:${stat.size}:${stat.mtimeNs}:${stat.ctimeNs}`;
}
