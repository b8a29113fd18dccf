import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { ensurePrivateFile, ensurePrivateFolder } from './folders.ts';
import { StorageError } from './storageError.ts';

const lockName = 'owner.lock';

const ownerInfoSchema = z.object({ url: z.string(), secret: z.string(), pid: z.int() });
/** How to reach the process that owns a data folder. `secret` lets another process of the same user attach. */
export type OwnerInfo = z.infer<typeof ownerInfoSchema>;

/** Who has a data folder; `info` is null while its owner has not said how it can be reached. */
export type Owner = { readonly kind: 'free' } | { readonly kind: 'owned'; readonly info: OwnerInfo | null };

export type OwnedDataFolder = {
  /** Says to other processes of this user how the owner can be reached. */
  readonly publish: (info: OwnerInfo) => void;
  readonly release: () => void;
};

/** Another process has the data folder; `info` says which, once that one has published it. */
export class DataFolderInUseError extends StorageError {
  readonly info: OwnerInfo | null;
  constructor(dataFolder: string, info: OwnerInfo | null) {
    const who = info === null ? 'another Sitrep that is just starting' : `Sitrep, process ${info.pid}, at ${info.url}`;
    super(
      `The data folder ${dataFolder} is in use by ${who}`,
      'Use that one, end it first, or name another data folder with --data.',
    );
    this.name = 'DataFolderInUseError';
    this.info = info;
  }
}

/**
 * Makes this process the owner of the data folder until `release` or its death, kill -9 included: the lock is one of
 * the operating system, held through an exclusive SQLite transaction. Throws `DataFolderInUseError`.
 */
export function acquireDataFolder(dataFolder: string): OwnedDataFolder {
  ensurePrivateFolder(dataFolder);
  // Somebody who only looks may hold the lock for a moment.
  const lock = takeLock(dataFolder, 'BEGIN EXCLUSIVE', 200);
  if (lock === null) throw new DataFolderInUseError(dataFolder, readInfo(dataFolder));
  rmSync(infoFile(dataFolder), { force: true });
  let isHeld = true;
  return {
    publish: (info) => {
      const unfinished = `${infoFile(dataFolder)}.unfinished`;
      rmSync(unfinished, { force: true });
      writeFileSync(unfinished, JSON.stringify(info), { mode: 0o600, flag: 'wx' });
      renameSync(unfinished, infoFile(dataFolder));
    },
    release: () => {
      if (!isHeld) return;
      isHeld = false;
      rmSync(infoFile(dataFolder), { force: true });
      lock.close();
    },
  };
}

/** Who owns the data folder now, without touching that ownership. */
export function readOwner(dataFolder: string): Owner {
  if (!existsSync(join(dataFolder, lockName))) return { kind: 'free' };
  // A shared lock is enough to learn of an exclusive one, and two who only look do not disturb each other.
  const lock = takeLock(dataFolder, 'BEGIN; SELECT count(*) FROM sqlite_schema', 0);
  if (lock === null) return { kind: 'owned', info: readInfo(dataFolder) };
  lock.close();
  return { kind: 'free' };
}

/** The lock's open connection, or null when somebody holds what the statement needs for longer than the wait. */
function takeLock(dataFolder: string, sql: string, waitMs: number): DatabaseSync | null {
  const file = join(dataFolder, lockName);
  ensurePrivateFile(file);
  const database = new DatabaseSync(file, { timeout: waitMs });
  try {
    database.exec(sql);
    return database;
  } catch (cause) {
    database.close();
    if (cause instanceof Error && /database is locked/.test(cause.message)) return null;
    throw new StorageError(
      `The lock ${file} of the data folder cannot be used`,
      'Check the permissions and the file system of the data folder, or name another one with --data.',
      cause,
    );
  }
}

function infoFile(dataFolder: string): string {
  return join(dataFolder, 'owner.json');
}

function readInfo(dataFolder: string): OwnerInfo | null {
  try {
    return ownerInfoSchema.parse(JSON.parse(readFileSync(infoFile(dataFolder), 'utf8')));
  } catch {
    return null;
  }
}
