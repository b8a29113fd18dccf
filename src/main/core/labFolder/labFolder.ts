import type { CheckDefinition } from '#shared/check/checkDefinition.ts';
import type { Host, LabView, Service } from '#shared/lab/labFile.ts';
import type { Stop } from '../ports/ports.ts';

/**
 * `lab.yaml` on disk: created empty where there is none, watched, validated; the last good one stays in force.
 * Edits go through the document model, so comments and order of the user's file stay.
 */
export type LabFolder = {
  readonly view: () => LabView;
  readonly onChanged: (listener: (view: LabView) => void) => Stop;
  /** Each throws `RequestError` (CONFLICT for an id in use, INVALID while the file on disk is broken) and then changed nothing. */
  readonly addHost: (host: Host) => void;
  readonly addChecks: (hostId: string, checks: readonly CheckDefinition[]) => void;
  readonly removeHost: (hostId: string) => void;
  readonly addService: (service: Service) => void;
  readonly removeService: (serviceId: string) => void;
  readonly readText: () => { readonly text: string; readonly hash: string };
  readonly writeText: (text: string, baseHash: string) => void;
  readonly close: () => void;
};
