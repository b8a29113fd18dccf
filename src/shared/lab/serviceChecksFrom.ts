import type { CheckDefinition } from '../check/checkDefinition.ts';
import { fillVariables } from '../check/fillVariables.ts';
import { checkIdOf } from './defaultHostChecks.ts';

/** The id that a check of a runbook has once it belongs to this service. */
export const serviceCheckId = (serviceId: string, checkId: string): string => checkIdOf(serviceId, checkId);

/**
 * The runbook's checks as checks of this service: ids, and dependencies among them, carry the service's id in front.
 * Names are filled in, since people read them; parameters keep their `{{variables}}` and follow later changes.
 */
export function serviceChecksFrom(
  checks: readonly CheckDefinition[],
  serviceId: string,
  variables: Readonly<Record<string, string>> = {},
): CheckDefinition[] {
  const own = new Set(checks.map((check) => check.id));
  const renamed = (id: string) => (own.has(id) ? serviceCheckId(serviceId, id) : id);
  return checks.map((check) => ({
    ...check,
    id: serviceCheckId(serviceId, check.id),
    ...(check.name === undefined ? {} : { name: fillVariables(check.name, variables).value }),
    ...(check.dependsOn === undefined ? {} : { dependsOn: check.dependsOn.map(renamed) }),
  }));
}
