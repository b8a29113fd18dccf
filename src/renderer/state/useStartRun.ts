import type { Incident } from '#shared/incident/incident.ts';
import type { Failure } from '../client/failureOf.ts';
import { useSnapshot } from './useDesk.ts';
import { useRequest } from './useRequest.ts';

/** Starts an action of an incident's runbook; resolves the run's id, or null when it failed. */
export function useStartRun(): {
  readonly start: (request: { readonly incident: Incident; readonly actionId: string }) => Promise<string | null>;
  readonly isPending: boolean;
  readonly failure: Failure | null;
} {
  const services = useSnapshot((snapshot) => snapshot.lab.lab.services);
  const { run, isPending, failure } = useRequest((client, requestId, incident: Incident, actionId: string) => {
    const service = services.find((one) => one.id === incident.serviceId);
    return client.run.start({
      requestId,
      incidentId: incident.id,
      hostId: incident.hostId ?? service?.host ?? '',
      serviceId: incident.serviceId,
      runbookId: incident.runbookId,
      actionId,
    });
  });
  const start = async ({ incident, actionId }: { readonly incident: Incident; readonly actionId: string }) =>
    (await run(incident, actionId))?.runId ?? null;
  return { start, isPending, failure };
}
