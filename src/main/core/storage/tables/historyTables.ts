/** Results of checks, and what is kept of them when they are old: sums and extremes per span. */
export const historyTables = `
  CREATE TABLE results (
    check_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    covers_ms INTEGER NOT NULL,
    value REAL,
    PRIMARY KEY (check_id, at)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE rollups (
    check_id TEXT NOT NULL,
    span_ms INTEGER NOT NULL,
    at INTEGER NOT NULL,
    ok_ms INTEGER NOT NULL,
    warning_ms INTEGER NOT NULL,
    critical_ms INTEGER NOT NULL,
    value_min REAL,
    value_max REAL,
    value_sum REAL NOT NULL,
    value_count INTEGER NOT NULL,
    PRIMARY KEY (check_id, span_ms, at)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX results_by_age ON results (at);
  CREATE INDEX rollups_by_age ON rollups (span_ms, at)`;

/** Time in planned maintenance is kept apart, so that it is no downtime. */
export const plannedTime = `
  ALTER TABLE results ADD COLUMN planned_ms INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE rollups ADD COLUMN planned_ms INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE rollups ADD COLUMN planned_critical_ms INTEGER NOT NULL DEFAULT 0`;
