import type { Alert } from '../alert/alert.ts';
import type { Incident } from '../incident/incident.ts';
import type { NotificationRecord } from '../notification/notification.ts';
import type { Prompt } from '../prompt/prompt.ts';
import type { Run } from '../run/run.ts';
import type { Silence } from '../silence/silence.ts';

/**
 * Everything that the journal says, computed by `nextDeskState` alone. The core and each client hold the same value
 * for the same revision, so a client that sees a gap fetches the snapshot again and nothing is lost.
 */
export type DeskState = {
  /** Sequence of the last event that went in; 0 before the first. */
  readonly revision: number;
  readonly alerts: Readonly<Record<string, Alert>>;
  readonly incidents: Readonly<Record<string, Incident>>;
  readonly runs: Readonly<Record<string, Run>>;
  /** Open prompts only. */
  readonly prompts: Readonly<Record<string, Prompt>>;
  readonly notifications: Readonly<Record<string, NotificationRecord>>;
  readonly notificationsPausedUntil: number | null;
  /** Not yet removed; one that ended by itself goes when the next is added. */
  readonly silences: Readonly<Record<string, Silence>>;
  /** Hash of the lab file in force, so that clients know when to fetch it again. */
  readonly labHash: string | null;
};

export const emptyDeskState: DeskState = {
  revision: 0,
  alerts: {},
  incidents: {},
  runs: {},
  prompts: {},
  notifications: {},
  notificationsPausedUntil: null,
  silences: {},
  labHash: null,
};
