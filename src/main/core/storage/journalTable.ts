import type { DatabaseSync } from 'node:sqlite';
import type { Actor, JournalEntry, JournalEvent } from '#shared/desk/journalEvent.ts';
import { belongingsOf, subjectOf } from './subjectOf.ts';
import { type StoredEvent, upcastEvent, type Upcasters } from './upcastEvent.ts';

export type Recording = { readonly actor: Actor; readonly requestId: string | null };

const columns = `sequence, type, version, occurred_at AS occurredAt, recorded_at AS recordedAt, actor,
  request_id AS requestId, data`;

/** The journal's rows: `add` is one durable transaction, reads give events of the newest version in order. */
export function journalTable(database: DatabaseSync, registry: Upcasters) {
  const insertEvent = database.prepare(
    `INSERT INTO events (sequence, type, version, occurred_at, recorded_at, actor, request_id, subject, data)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertRequest = database.prepare('INSERT INTO requests VALUES (?, ?, ?)');
  const insertBelonging = database.prepare('INSERT OR IGNORE INTO incident_subjects VALUES (?, ?)');
  const selectAfter = database.prepare(`SELECT ${columns} FROM events WHERE sequence > ? ORDER BY sequence LIMIT ?`);
  const selectRequest = database.prepare('SELECT first_sequence, event_count FROM requests WHERE request_id = ?');
  const selectIncident = database.prepare(
    `SELECT ${columns} FROM events WHERE subject IN (SELECT subject FROM incident_subjects WHERE incident_id = ?)
     ORDER BY sequence`,
  );

  const read = (rows: readonly unknown[]): readonly JournalEvent[] =>
    (rows as readonly StoredEvent[]).map((row) => upcastEvent(row, registry));

  function insert(entries: readonly JournalEntry[], events: readonly JournalEvent[], by: Recording): void {
    for (const event of events) insertEvent.run(...rowOf(event));
    for (const { incidentId, subject } of entries.flatMap(belongingsOf)) insertBelonging.run(incidentId, subject);
    if (by.requestId !== null) insertRequest.run(by.requestId, events[0]?.sequence ?? 0, events.length);
  }

  return {
    add: (entries: readonly JournalEntry[], events: readonly JournalEvent[], by: Recording): void => {
      if (events.length === 0 && by.requestId === null) return;
      database.exec('BEGIN IMMEDIATE');
      try {
        insert(entries, events, by);
        database.exec('COMMIT');
      } catch (cause) {
        if (database.isTransaction) database.exec('ROLLBACK');
        throw cause;
      }
    },
    after: (sequence: number, limit: number): readonly JournalEvent[] => read(selectAfter.all(sequence, limit)),
    /** The events of a request that was recorded, or null when it never was. */
    ofRequest: (requestId: string): readonly JournalEvent[] | null => {
      const row = selectRequest.get(requestId);
      if (row === undefined) return null;
      const count = Number(row['event_count']);
      return count === 0 ? [] : read(selectAfter.all(Number(row['first_sequence']) - 1, count));
    },
    ofIncident: (incidentId: string): readonly JournalEvent[] => read(selectIncident.all(incidentId)),
  };
}

function rowOf(event: JournalEvent): (string | number | null)[] {
  return [
    event.sequence,
    event.type,
    event.version,
    event.occurredAt,
    event.recordedAt,
    event.actor,
    event.requestId,
    subjectOf(event),
    JSON.stringify(event.data),
  ];
}
