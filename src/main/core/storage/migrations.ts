import { historyTables, plannedTime } from './tables/historyTables.ts';
import { outboxTable } from './tables/outboxTable.ts';

/**
 * The schema, one step per version. A step that was released is never edited: a change is a new step.
 *
 * 1. `events` is the journal. `subject` names the thing an event is about (`run:ID`, `alert:ID`, `incident:ID`);
 *    `incident_subjects` says which things belong to which incident, so that its timeline is one query. `requests`
 *    keeps each request id once, also those that changed nothing.
 * 2. The past of checks, and the outbox of the channels.
 * 3. Planned maintenance in the past of checks.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE events (
    sequence INTEGER PRIMARY KEY,
    type TEXT NOT NULL,
    version INTEGER NOT NULL,
    occurred_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    request_id TEXT,
    subject TEXT,
    data TEXT NOT NULL
  ) STRICT;
  CREATE INDEX events_by_subject ON events (subject, sequence) WHERE subject IS NOT NULL;
  CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
  CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
    BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
  CREATE TABLE incident_subjects (
    incident_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    PRIMARY KEY (incident_id, subject)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE requests (
    request_id TEXT PRIMARY KEY,
    first_sequence INTEGER NOT NULL,
    event_count INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE documents (
    hash TEXT PRIMARY KEY,
    text TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `${historyTables};${outboxTable}`,
  plannedTime,
];
