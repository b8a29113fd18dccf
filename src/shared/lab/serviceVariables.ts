import type { Runbook } from '../runbook/runbook.ts';

/** The values of a service's variables: the defaults of its runbook, and over them what `lab.yaml` says. */
export function serviceVariables(
  declared: Runbook['variables'],
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const defaults = Object.entries(declared).flatMap(([name, { default: value }]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return { ...Object.fromEntries(defaults), ...given };
}
