import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Documents } from './journal.ts';
import { isDatabaseError, refusedByDisk } from './refusedByDisk.ts';

/** Documents in the same database as the journal, durable before `keep` returns; it throws `RequestError` UNAVAILABLE. */
export function createDocuments(database: DatabaseSync): Documents {
  const insert = database.prepare('INSERT OR IGNORE INTO documents VALUES (?, ?)');
  const select = database.prepare('SELECT text FROM documents WHERE hash = ?');
  return {
    keep: (text) => {
      const hash = createHash('sha256').update(text).digest('hex');
      try {
        insert.run(hash, text);
        return hash;
      } catch (cause) {
        throw isDatabaseError(cause) ? refusedByDisk(cause) : cause;
      }
    },
    read: (hash) => {
      const text = select.get(hash)?.['text'];
      return typeof text === 'string' ? text : null;
    },
  };
}
