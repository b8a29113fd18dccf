import { createHash } from 'node:crypto';
import type { CheckDefinition } from '#shared/check/checkDefinition.ts';
import { checkRhythm, type CheckRhythm } from '#shared/check/checkRhythm.ts';
import { fillVariables } from '#shared/check/fillVariables.ts';
import type { Host, LabFile, Service } from '#shared/lab/labFile.ts';
import { checkTargets } from '#shared/lab/targets.ts';
import { quote } from '../ssh/channel/quote.ts';

/** A check ready to be asked: variables filled in, defaults applied, its place in the lab known. */
export type ResolvedCheck = {
  readonly check: CheckDefinition;
  readonly hostId: string;
  readonly hostName: string;
  readonly serviceId: string | null;
  /** Hash of what is asked; another one is another question. */
  readonly revision: string;
  /** Variables that have no value: the question cannot be asked. */
  readonly missing: readonly string[];
  /** Hosts and checks without which this one cannot be ok, those of its host included. */
  readonly dependsOn: readonly string[];
  readonly rhythm: CheckRhythm;
};

export type VariablesOf = (service: Service) => Readonly<Record<string, string>>;

/** Every check of the lab, ready to be asked, in the order of `lab.yaml`; of two with one id the first counts. */
export function resolveChecks(lab: LabFile, variablesOf: VariablesOf): readonly ResolvedCheck[] {
  const hosts = new Map(lab.hosts.map((host) => [host.id, host]));
  const services = new Map(lab.services.map((service) => [service.id, service]));
  const resolved = new Map<string, ResolvedCheck>();
  for (const target of checkTargets(lab)) {
    const host = hosts.get(target.hostId);
    const service = target.serviceId === null ? undefined : services.get(target.serviceId);
    if (host === undefined || resolved.has(target.check.id)) continue;
    const variables = service === undefined ? {} : variablesOf(service);
    resolved.set(target.check.id, resolve(target.check, host, target.serviceId, variables, lab));
  }
  return [...resolved.values()];
}

function resolve(
  written: CheckDefinition,
  host: Host,
  serviceId: string | null,
  variables: Readonly<Record<string, string>>,
  lab: LabFile,
): ResolvedCheck {
  const { check, missing } = fillCheck(written, variables);
  return {
    check,
    hostId: host.id,
    hostName: host.name ?? host.id,
    serviceId,
    revision: revisionOf(check, host.id),
    missing,
    dependsOn: [...(check.dependsOn ?? []), ...(host.dependsOn ?? [])].filter(
      (id) => id !== check.id && id !== host.id,
    ),
    rhythm: checkRhythm(check, lab.settings),
  };
}

/** A plugin's command is shell text, so values are quoted there; every other field is quoted whole by its script. */
function fillCheck(
  check: CheckDefinition,
  variables: Readonly<Record<string, string>>,
): { readonly check: CheckDefinition; readonly missing: readonly string[] } {
  const missing = new Set<string>();
  const fields = Object.entries(check).map(([name, value]: [string, unknown]) => {
    if (typeof value !== 'string') return [name, value];
    const filled = fillVariables(value, variables, check.kind === 'plugin' && name === 'command' ? quote : undefined);
    for (const variable of filled.missing) missing.add(variable);
    return [name, filled.value];
  });
  return { check: Object.fromEntries(fields) as CheckDefinition, missing: [...missing] };
}

/** What does not change the question: how it is called, how often it is asked and what follows from it. */
const aside = new Set(['name', 'interval', 'timeout', 'confirm', 'recover', 'opensIncident', 'dependsOn']);

function revisionOf(check: CheckDefinition, hostId: string): string {
  const asked = Object.entries(check)
    .filter(([name]) => !aside.has(name))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([hostId, asked]))
    .digest('hex')
    .slice(0, 16);
}
