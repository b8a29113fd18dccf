import { createHash, randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import path from 'node:path';
import { identifierSchema } from '#shared/lab/identifiers.ts';
import type { Logger } from '../ports/ports.ts';
import { readMarkdownFiles } from '../storage/markdownFiles.ts';

/** A runbook as a file has it. */
export type RunbookFile = { readonly id: string; readonly text: string; readonly hash: string };

/** SHA-256 in hex, by which a version of a runbook is known. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** All runbooks of a folder by id, which is the file name without `.md`; what cannot be one is logged and left out. */
export function readRunbookFiles(folder: string, logger: Logger): ReadonlyMap<string, RunbookFile> {
  const files = new Map<string, RunbookFile>();
  for (const { name, text } of readMarkdownFiles(folder, logger)) {
    const id = name.slice(0, -'.md'.length);
    if (identifierSchema.safeParse(id).success) files.set(id, { id, text, hash: hashOf(text) });
    else logger.warn('a runbook was left out: its file name must be a-z 0-9 . _ - and end in .md', { file: name });
  }
  return files;
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
