import type { AlertChange } from '#shared/alert/alertChange.ts';
import type { IncidentStatus, IncidentTimestamp, Severity } from '#shared/incident/incident.ts';

type Requested = { readonly requestId: string };
type OfIncident = Requested & { readonly incidentId: string };

/** Opens, moves and ends incidents. Each command journals, and a repeated request id changes nothing. */
export type Incidents = {
  readonly alertChanged: (change: AlertChange) => void;
  readonly open: (
    request: Requested & {
      readonly title: string;
      readonly severity: Severity;
      readonly hostId: string | null;
      readonly serviceId: string | null;
    },
  ) => string;
  readonly acknowledge: (request: OfIncident) => void;
  readonly setSeverity: (request: OfIncident & { readonly severity: Severity; readonly reason: string }) => void;
  readonly setStatus: (request: OfIncident & { readonly status: IncidentStatus; readonly reason: string }) => void;
  readonly addNote: (request: OfIncident & { readonly text: string }) => void;
  readonly setCause: (request: OfIncident & { readonly text: string }) => void;
  readonly markStep: (
    request: OfIncident & {
      readonly stepId: string;
      readonly state: 'done' | 'skipped' | 'open';
      readonly why: string;
    },
  ) => void;
  readonly correctTimestamp: (
    request: OfIncident & { readonly timestamp: IncidentTimestamp; readonly at: number; readonly reason: string },
  ) => void;
  readonly escalate: (request: OfIncident & { readonly target: string; readonly reason: string }) => void;
  readonly close: () => void;
};
