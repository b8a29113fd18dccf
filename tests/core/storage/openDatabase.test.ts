import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '#core/storage/openDatabase.ts';
import { StorageError } from '#core/storage/storageError.ts';
import { openStorage } from '#core/storage/openStorage.ts';
import { manualClock, memoryLogger, temporaryFolder } from './support.ts';

const first = 'CREATE TABLE things (name TEXT NOT NULL) STRICT';
const second = "ALTER TABLE things ADD COLUMN colour TEXT NOT NULL DEFAULT 'grey'";

describe('the database', () => {
  it('commits durably: WAL with synchronous FULL', () => {
    const database = openDatabase(join(temporaryFolder(), 'history.db'), [first]);
    expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    expect(database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
    database.close();
  });

  it('migrates and keeps a whole copy of what was there before', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'history.db');
    const old = openDatabase(file, [first]);
    old.exec("INSERT INTO things VALUES ('lamp')");
    old.close();

    const database = openDatabase(file, [first, second]);
    expect(database.prepare('SELECT * FROM things').all()).toEqual([{ name: 'lamp', colour: 'grey' }]);
    database.close();
    const copy = new DatabaseSync(join(folder, 'history-schema1.backup.db'), { readOnly: true });
    expect(copy.prepare('SELECT * FROM things').all()).toEqual([{ name: 'lamp' }]);
    copy.close();
  });

  it('changes nothing when a migration fails half-way, and can try again', () => {
    const file = join(temporaryFolder(), 'history.db');
    openDatabase(file, [first]).close();
    const broken = `${second}; CREATE TABLE things (again TEXT)`;
    expect(() => openDatabase(file, [first, broken])).toThrow(StorageError);
    const database = openDatabase(file, [first, second]);
    expect(database.prepare('SELECT colour FROM things').all()).toEqual([]);
    database.close();
  });

  it('refuses what a newer Sitrep wrote, and says so', () => {
    const file = join(temporaryFolder(), 'history.db');
    openDatabase(file, [first, second]).close();
    expect(() => openDatabase(file, [first])).toThrow(/written by a newer Sitrep \(schema 2; this one knows 1\)/);
    openDatabase(file, [first, second]).close();
  });

  it('refuses a database of somebody else and a file that is none', () => {
    const folder = temporaryFolder();
    const foreign = new DatabaseSync(join(folder, 'foreign.db'));
    foreign.exec('PRAGMA user_version = 1');
    foreign.close();
    expect(() => openDatabase(join(folder, 'foreign.db'), [first])).toThrow(/not a history of Sitrep/);
    writeFileSync(
      join(folder, 'text.db'),
      'not a database, only some text that is long enough to be looked at'.repeat(20),
    );
    expect(() => openDatabase(join(folder, 'text.db'), [first])).toThrow(StorageError);
  });

  it('lets only its owner read the data folder and what is in it', () => {
    const dataFolder = join(temporaryFolder(), 'data');
    const storage = openStorage({ dataFolder, clock: manualClock(), logger: memoryLogger() });
    storage.journal.append([{ type: 'core.started', data: { version: '1' } }], { actor: 'sitrep', requestId: null });
    const writer = storage.transcripts.open('run-1', []);
    writer.write(0, 'stdout', 'hello');
    writer.close();
    const modes = ['.', ...readdirSync(dataFolder, { recursive: true, encoding: 'utf8' })].map((name) => {
      const status = statSync(join(dataFolder, name));
      return [status.isDirectory() ? 0o700 : 0o600, status.mode & 0o777];
    });
    expect(modes.every(([expected, mode]) => mode === expected)).toBe(true);
    storage.close();
  });
});
