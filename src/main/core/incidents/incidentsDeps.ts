import type { LabFile } from '#shared/lab/labFile.ts';
import type { RunbookView } from '#shared/rpc/contract.ts';
import type { Clock, Logger } from '../ports/ports.ts';
import type { Documents, Journal } from '../storage/journal.ts';

/** What the incident desk is given. */
export type IncidentsDeps = {
  readonly journal: Journal;
  readonly documents: Documents;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The lab in force, hosts of the demo included. */
  readonly lab: () => LabFile;
  /** The runbook of the service, or the host's default one. */
  readonly runbookFor: (serviceId: string | null, hostId: string | null) => RunbookView;
  /** The runbook that an incident opened with. */
  readonly runbookByHash: (hash: string) => RunbookView | null;
  /** Starts gathering what is true right now; must not wait for it. */
  readonly collectEvidence: (incidentId: string) => void;
  /** The observer's IANA zone, for where the lab names none. */
  readonly timeZone: string;
};

/** What Sitrep journals by itself. */
export const bySitrep = { actor: 'sitrep', requestId: null } as const;
