import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Clock, Logger } from '../ports/ports.ts';
import { createDocuments } from './createDocuments.ts';
import { createJournal } from './createJournal.ts';
import { createTranscripts } from './createTranscripts.ts';
import { ensurePrivateFolder } from './folders.ts';
import type { Documents, Journal } from './journal.ts';
import { migrations } from './migrations.ts';
import { openDatabase } from './openDatabase.ts';
import type { Transcripts } from './transcripts.ts';

export type Storage = {
  readonly journal: Journal;
  readonly documents: Documents;
  readonly transcripts: Transcripts;
  /** The one connection, for the history of checks. */
  readonly database: DatabaseSync;
  /** Ends open transcripts and the connection. */
  readonly close: () => void;
};

/**
 * Everything that is kept in the data folder. The caller owns the folder (`acquireDataFolder`). Throws `StorageError`
 * when the folder cannot be used, for instance because a newer Sitrep wrote it.
 */
export function openStorage(deps: {
  readonly dataFolder: string;
  readonly clock: Clock;
  readonly logger: Logger;
}): Storage {
  const { dataFolder, clock, logger } = deps;
  ensurePrivateFolder(dataFolder);
  const database = openDatabase(join(dataFolder, 'history.db'), migrations);
  const transcripts = createTranscripts({ folder: join(dataFolder, 'transcripts'), clock, logger });
  try {
    return {
      journal: createJournal({ database, clock, logger }),
      documents: createDocuments(database),
      transcripts,
      database,
      close: () => {
        transcripts.close();
        database.close();
      },
    };
  } catch (cause) {
    database.close();
    throw cause;
  }
}
