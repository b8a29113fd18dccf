import type { CheckState } from '#shared/check/checkState.ts';
import type { LabFile } from '#shared/lab/labFile.ts';
import type { RunbookView } from '#shared/rpc/contract.ts';
import type { Clock, Logger, Stop } from '../ports/ports.ts';
import type { HostSession } from '../ssh/hostSession.ts';
import type { Journal } from '../storage/journal.ts';
import type { Transcripts } from '../storage/transcripts.ts';

/** What runs need of the monitor: to keep quiet during a change, and to prove a recovery. */
export type ProofOfRecovery = {
  readonly beginChange: (checkIds: readonly string[]) => Stop;
  readonly waitUntilOk: (checkIds: readonly string[], windowMs: number, signal: AbortSignal) => Promise<boolean>;
  readonly stateOf: (checkId: string) => CheckState | null;
};

/** What runs need of the runbooks: the newest of an id, and the very one that an incident opened with. */
export type RunbookShelf = {
  readonly get: (id: string) => RunbookView | null;
  readonly byHash: (hash: string) => RunbookView | null;
};

/** Everything that `createRuns` is handed. */
export type RunParts = {
  readonly journal: Pick<Journal, 'append' | 'state' | 'eventsOfRequest'>;
  readonly transcripts: Pick<Transcripts, 'open'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Null for a host that the lab does not have. */
  readonly sessionOf: (hostId: string) => HostSession | null;
  readonly monitor: ProofOfRecovery;
  readonly lab: () => LabFile;
  readonly runbooks: RunbookShelf;
  readonly newId: () => string;
  /** Texts that must never be stored or shown, such as passwords in use. */
  readonly secrets?: () => readonly string[];
  /** What the person stored for sudo on this host; null where there is nothing, or it cannot be had now. */
  readonly sudoPassword?: (hostId: string) => Promise<string | null>;
};
