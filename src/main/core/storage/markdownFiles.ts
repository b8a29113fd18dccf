import * as fs from 'node:fs';
import path from 'node:path';
import type { Logger } from '../ports/ports.ts';

/** A file of a folder that a person keeps, as it stands. */
type MarkdownFile = { readonly name: string; readonly text: string };

const largestBytes = 1_000_000;

/** The `.md` files of a folder by name; none where there is no folder. What is too large or cannot be read is logged. */
export function readMarkdownFiles(folder: string, logger: Logger): MarkdownFile[] {
  return namesIn(folder, logger).flatMap((name) => {
    const text = readText(path.join(folder, name), logger);
    return text === null ? [] : [{ name, text }];
  });
}

function namesIn(folder: string, logger: Logger): string[] {
  try {
    return fs
      .readdirSync(folder)
      .filter((name) => name.endsWith('.md') && !name.startsWith('.'))
      .toSorted();
  } catch (error) {
    if (!isMissing(error)) logger.warn('a folder of Markdown files cannot be read', { folder, why: String(error) });
    return [];
  }
}

function readText(file: string, logger: Logger): string | null {
  try {
    if (fs.statSync(file).size <= largestBytes) return fs.readFileSync(file, 'utf8');
    logger.warn('a file was left out: it is larger than 1 MB', { file });
  } catch (error) {
    if (!isMissing(error)) logger.warn('a file cannot be read', { file, why: String(error) });
  }
  return null;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

/** What a glance tells of the Markdown files in a folder: enough to see that one was written, replaced or removed. */
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
