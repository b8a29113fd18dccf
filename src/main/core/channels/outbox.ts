import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { notificationSchema, type Notification } from '#shared/notification/notification.ts';

/**
 *   pending --(begin)--> sending --(sent)--> sent
 *      ^                    |  \--(process died)--> uncertain   (may have arrived: not sent again by itself)
 *      \---(failed, retry)--/
 *       \--(too old, or refused for good)--> given up
 */
type OutboxState = 'pending' | 'sending' | 'sent' | 'uncertain' | 'givenUp';

export type OutboxItem = {
  readonly id: number;
  readonly channelId: string;
  readonly notification: Notification;
  /** Attempts that began before. */
  readonly attempts: number;
  readonly createdAt: number;
};

const rowSchema = z.object({
  id: z.int(),
  channel_id: z.string(),
  notification: z.string(),
  attempts: z.int(),
  created_at: z.int(),
});

/**
 * What is still to be said, durable: each notification goes to each channel at most once by itself, and in order. A
 * channel with an item that waits for a retry waits as a whole.
 */
export type Outbox = {
  /** Makes the whole channel due; does nothing when this notification was put in for this channel before. */
  readonly put: (channelId: string, notification: Notification, at: number) => void;
  /** Pending items of the channels whose time has come, oldest first. */
  readonly due: (at: number) => readonly OutboxItem[];
  /** When the next channel is due; null when nothing is pending. */
  readonly nextAt: () => number | null;
  readonly begin: (id: number) => void;
  readonly settle: (id: number, state: Exclude<OutboxState, 'pending' | 'sending'>) => void;
  readonly retryAt: (id: number, at: number) => void;
  /** The network is back: everything pending is due now. */
  readonly makeAllDue: (at: number) => void;
  /** What an earlier process was sending when it died. */
  readonly interrupted: () => readonly OutboxItem[];
  /** Drops what was settled and is older than this. */
  readonly forgetBefore: (at: number) => void;
};

export function createOutbox(database: DatabaseSync): Outbox {
  const columns = 'id, channel_id, notification, attempts, created_at';
  const insert = database.prepare(
    `INSERT INTO outbox (channel_id, notification_id, notification, state, attempts, created_at, next_at)
     VALUES (?, ?, ?, 'pending', 0, ?, ?) ON CONFLICT DO NOTHING`,
  );
  const selectDue = database.prepare(
    `SELECT ${columns} FROM outbox WHERE state = 'pending' AND channel_id NOT IN
       (SELECT channel_id FROM outbox WHERE state = 'pending' AND next_at > ?) ORDER BY id`,
  );
  const selectSending = database.prepare(`SELECT ${columns} FROM outbox WHERE state = 'sending' ORDER BY id`);
  const selectNext = database.prepare(
    `SELECT min(at) AS at FROM
       (SELECT max(next_at) AS at FROM outbox WHERE state = 'pending' GROUP BY channel_id)`,
  );
  const begin = database.prepare(`UPDATE outbox SET state = 'sending', attempts = attempts + 1 WHERE id = ?`);
  const settle = database.prepare('UPDATE outbox SET state = ? WHERE id = ?');
  const retry = database.prepare(`UPDATE outbox SET state = 'pending', next_at = ? WHERE id = ?`);
  const makeDue = database.prepare(`UPDATE outbox SET next_at = ? WHERE state = 'pending' AND channel_id = ?`);
  const makeAllDue = database.prepare(`UPDATE outbox SET next_at = ? WHERE state = 'pending'`);
  const forget = database.prepare(
    `DELETE FROM outbox WHERE created_at < ? AND state IN ('sent', 'uncertain', 'givenUp')`,
  );
  return {
    put: (channelId, notification, at) => {
      const { changes } = insert.run(channelId, notification.id, JSON.stringify(notification), at, at);
      if (changes > 0) makeDue.run(at, channelId);
    },
    due: (at) => selectDue.all(at).map(itemOf),
    nextAt: () => z.object({ at: z.int().nullable() }).parse(selectNext.get()).at,
    begin: (id) => {
      begin.run(id);
    },
    settle: (id, state) => {
      settle.run(state, id);
    },
    retryAt: (id, at) => {
      retry.run(at, id);
    },
    makeAllDue: (at) => {
      makeAllDue.run(at);
    },
    interrupted: () => selectSending.all().map(itemOf),
    forgetBefore: (at) => {
      forget.run(at);
    },
  };
}

function itemOf(row: unknown): OutboxItem {
  const parsed = rowSchema.parse(row);
  return {
    id: parsed.id,
    channelId: parsed.channel_id,
    notification: notificationSchema.parse(JSON.parse(parsed.notification)),
    attempts: parsed.attempts,
    createdAt: parsed.created_at,
  };
}
