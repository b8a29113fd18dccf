/** What is still to be said through channels; a notification goes to a channel once. */
export const outboxTable = `
  CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    channel_id TEXT NOT NULL,
    notification_id TEXT NOT NULL,
    notification TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    UNIQUE (channel_id, notification_id)
  ) STRICT`;
