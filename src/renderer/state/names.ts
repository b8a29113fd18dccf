import type { LabFile } from '#shared/lab/labFile.ts';
import { checkTargets } from '#shared/lab/targets.ts';

/** A host's display name; its id where it is gone or has no other. */
export function hostName(lab: LabFile, hostId: string): string {
  return lab.hosts.find((host) => host.id === hostId)?.name ?? hostId;
}

/** A service's display name; its id where it is gone or has no other. */
export function serviceName(lab: LabFile, serviceId: string): string {
  return lab.services.find((service) => service.id === serviceId)?.name ?? serviceId;
}

/** A check's display name; its id where it is gone or has no other. */
export function checkName(lab: LabFile, checkId: string): string {
  return checkTargets(lab).find(({ check }) => check.id === checkId)?.check.name ?? checkId;
}
