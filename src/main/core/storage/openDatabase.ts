import { renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ensurePrivateFile, syncFolder } from './folders.ts';
import { StorageError } from './storageError.ts';

/** `Sitr`, written into the header, so that a foreign database is not mistaken for ours. */
const applicationId = 0x53_69_74_72;

/**
 * Opens a database with every commit durable (WAL, `synchronous=FULL`) and brings it to the newest schema, after a
 * backup copy beside it. Throws `StorageError` for a newer schema or a foreign file, and then changes nothing.
 */
export function openDatabase(file: string, migrations: readonly string[]): DatabaseSync {
  ensurePrivateFile(file);
  const database = new DatabaseSync(file, { timeout: 2_000 });
  try {
    refuseForeign(database, file, migrations.length);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
    migrate(database, file, migrations);
    syncFolder(dirname(file));
    return database;
  } catch (cause) {
    database.close();
    if (cause instanceof StorageError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StorageError(`The history ${file} cannot be opened: ${why}`, restoreHint(file), cause);
  }
}

function refuseForeign(database: DatabaseSync, file: string, newest: number): void {
  const version = pragma(database, 'user_version');
  const owner = pragma(database, 'application_id');
  if (owner !== applicationId && (owner !== 0 || version !== 0)) {
    throw new StorageError(`${file} is not a history of Sitrep`, 'Name another data folder with --data.');
  }
  if (version > newest) {
    throw new StorageError(
      `${file} was written by a newer Sitrep (schema ${version}; this one knows ${newest})`,
      'Start the newer Sitrep, or name another data folder with --data.',
    );
  }
}

function migrate(database: DatabaseSync, file: string, migrations: readonly string[]): void {
  const version = pragma(database, 'user_version');
  if (version === migrations.length) return;
  if (version > 0) backUp(database, file, version);
  database.exec('BEGIN IMMEDIATE');
  try {
    for (const step of migrations.slice(version)) database.exec(step);
    database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migrations.length}; COMMIT`);
  } catch (cause) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw cause;
  }
}

/** A whole copy under the old version's name; made under another name first, so that half a copy is never trusted. */
function backUp(database: DatabaseSync, file: string, version: number): void {
  const copy = backupName(file, version);
  const unfinished = `${copy}.unfinished`;
  rmSync(unfinished, { force: true });
  ensurePrivateFile(unfinished);
  database.prepare('VACUUM INTO ?').run(unfinished);
  renameSync(unfinished, copy);
  syncFolder(dirname(file));
}

function backupName(file: string, version: number): string {
  return join(dirname(file), `${basename(file, '.db')}-schema${version}.backup.db`);
}

function restoreHint(file: string): string {
  return `Copies from before an update lie beside it, such as ${basename(backupName(file, 1))}.`;
}

function pragma(database: DatabaseSync, name: 'user_version' | 'application_id'): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0);
}
