import type { CheckDefinition } from '../check/checkDefinition.ts';
import { fillVariables } from '../check/fillVariables.ts';
import type { LabFile, Service } from './labFile.ts';
import type { ReferenceProblem } from './labReferences.ts';

export type Variables = Readonly<Record<string, string>>;

/** Fields of checks whose `{{variables}}` have no value: such a check could never be asked. */
export function variableProblems(
  owner: 'hosts' | 'services',
  index: number,
  checks: readonly CheckDefinition[],
  variables: Variables,
): readonly ReferenceProblem[] {
  return checks.flatMap((check, at) =>
    Object.entries(check).flatMap(([key, value]: [string, unknown]): readonly ReferenceProblem[] => {
      const missing = typeof value === 'string' ? fillVariables(value, variables).missing : [];
      const [name] = missing;
      if (name === undefined) return [];
      const mend =
        owner === 'hosts'
          ? 'Checks of hosts have no variables: write the value, or make it a check of a service.'
          : `Add \`${name}\` under \`variables\` of the service.`;
      return [{ path: [owner, index, 'checks', at, key], message: `\`{{${name}}}\` has no value`, mend }];
    }),
  );
}

/** Variables of hosts are never filled; those of services without a runbook only from `lab.yaml` itself. */
export function variablesWithoutValue(lab: LabFile): readonly ReferenceProblem[] {
  const isAlone = (service: Service): boolean => service.runbook === undefined;
  return [
    ...lab.hosts.flatMap((host, index) => variableProblems('hosts', index, host.checks, {})),
    ...lab.services.flatMap((service, index) =>
      isAlone(service) ? variableProblems('services', index, service.checks, service.variables) : [],
    ),
  ];
}
