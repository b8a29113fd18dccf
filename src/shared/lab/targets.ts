import type { CheckDefinition } from '../check/checkDefinition.ts';
import type { LabFile } from './labFile.ts';

/** A check together with the host that it asks and the service that it speaks for. */
export type CheckTarget = {
  readonly check: CheckDefinition;
  readonly hostId: string;
  readonly serviceId: string | null;
};

/** Every check of the lab with its host and service, in the order of `lab.yaml`. Variables are not filled in yet. */
export function checkTargets(lab: LabFile): readonly CheckTarget[] {
  const ofHosts = lab.hosts.flatMap((host) =>
    host.checks.map((check) => ({ check, hostId: host.id, serviceId: null })),
  );
  const ofServices = lab.services.flatMap((service) =>
    service.checks.map((check) => ({ check, hostId: service.host, serviceId: service.id })),
  );
  return [...ofHosts, ...ofServices];
}
