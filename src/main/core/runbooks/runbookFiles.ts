import { createHash, randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import path from 'node:path';
import { identifierFrom, identifierSchema } from '#shared/lab/identifiers.ts';
import type { Logger } from '../ports/ports.ts';
import { readMarkdownFiles } from '../storage/markdownFiles.ts';

/** A runbook as a file has it. */
export type RunbookFile = {
  readonly id: string;
  /** As it stands in the folder; the id is made of it. */
  readonly fileName: string;
  readonly text: string;
  readonly hash: string;
};

/** SHA-256 in hex, by which a version of a runbook is known. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * All runbooks of a folder by id: the file name without `.md` where that is an id already, else the id nearest to it
 * (`Web Outage.md` is `web-outage`). Where two files would have one id, the one named like it wins; the other is logged.
 */
export function readRunbookFiles(folder: string, logger: Logger): ReadonlyMap<string, RunbookFile> {
  const found = readMarkdownFiles(folder, logger).map(({ name, text }) => {
    const stem = name.slice(0, -'.md'.length);
    const isId = identifierSchema.safeParse(stem).success;
    return {
      isId,
      file: { id: isId ? stem : identifierFrom(stem, 'runbook'), fileName: name, text, hash: hashOf(text) },
    };
  });
  const files = new Map<string, RunbookFile>();
  for (const { file } of found.toSorted((a, b) => Number(b.isId) - Number(a.isId))) {
    const other = files.get(file.id)?.fileName;
    if (other === undefined) files.set(file.id, file);
    else logger.warn('a runbook was left out: another file has its name', { file: file.fileName, other });
  }
  return files;
}

/** Puts a whole new text in place of a file, durably: readers see the old one or the new one, never a part. */
export function writeRunbookFile(folder: string, fileName: string, text: string): void {
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, fileName);
  const target = fs.existsSync(file) ? fs.realpathSync(file) : file;
  const temporary = path.join(path.dirname(target), `.${fileName}.${randomBytes(6).toString('hex')}.tmp`);
  const handle = fs.openSync(temporary, 'wx', 0o644);
  try {
    fs.writeFileSync(handle, text);
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
  fs.renameSync(temporary, target);
}
