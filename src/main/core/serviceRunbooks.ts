import type { LabFile, Service } from '#shared/lab/labFile.ts';
import { serviceVariables } from '#shared/lab/serviceVariables.ts';
import { serviceChecksFrom } from '#shared/lab/serviceChecksFrom.ts';
import type { RunbookView } from '#shared/rpc/contract.ts';
import { readRunbook } from '#shared/runbook/readRunbook.ts';
import type { Runbooks } from './runbooks/runbooks.ts';

/** The built-in runbooks that hold where the lab names none. */
const defaultServiceRunbook = 'systemd-service';
const defaultHostRunbook = 'host';

/** Which runbook speaks for what, and what it gives to the service that follows it. */
export type ServiceRunbooks = {
  /** The service's own, or the default one for its kind; an empty one where even that is gone. */
  readonly runbookFor: (serviceId: string | null, hostId: string | null) => RunbookView;
  /** The runbook's defaults, those of its last version where its file is gone, and over them what `lab.yaml` says. */
  readonly variablesOf: (service: Service) => Readonly<Record<string, string>>;
  /** The service with the checks of its runbook, where it has none of its own. */
  readonly withRunbookChecks: (service: Service) => Service;
};

export function serviceRunbooks(runbooks: Pick<Runbooks, 'get'>, lab: () => LabFile): ServiceRunbooks {
  /** A file that is removed, or written anew by an editor, takes no check its variables: the last one holds. */
  const lastSeen = new Map<string, RunbookView>();
  const ofService = (service: Service | undefined): RunbookView | null => {
    if (service === undefined) return null;
    const id = service.runbook ?? defaultServiceRunbook;
    const view = runbooks.get(id) ?? lastSeen.get(id) ?? null;
    if (view !== null) lastSeen.set(id, view);
    return view;
  };
  const variablesOf = (service: Service) =>
    serviceVariables(ofService(service)?.runbook.variables ?? {}, service.variables);
  return {
    runbookFor: (serviceId) => {
      const service = lab().services.find(({ id }) => id === serviceId);
      return (
        ofService(service) ??
        runbooks.get(serviceId === null ? defaultHostRunbook : defaultServiceRunbook) ?? {
          id: 'none',
          hash: 'none',
          text: '',
          runbook: readRunbook(''),
        }
      );
    },
    variablesOf,
    withRunbookChecks: (service) =>
      service.checks.length > 0
        ? service
        : {
            ...service,
            checks: serviceChecksFrom(ofService(service)?.runbook.checks ?? [], service.id, variablesOf(service)),
          },
  };
}
