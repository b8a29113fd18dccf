import type { Runbook } from '#shared/runbook/runbook.ts';

/** Why a value cannot be used; null where it can. The core checks again before it reaches a command line. */
export function variableError(runbook: Runbook, name: string, value: string): string | null {
  const variable = runbook.variables[name];
  if (value === '') return variable?.default === undefined ? 'needs a value' : null;
  if (variable?.pattern === undefined) return null;
  const pattern = wholePattern(variable.pattern);
  return pattern === null || pattern.test(value) ? null : `must match ${variable.pattern}`;
}

/** The values that differ from the runbook's defaults. */
export function changedVariables(
  runbook: Runbook,
  values: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => value !== '' && value !== runbook.variables[name]?.default),
  );
}

/** A broken pattern is the runbook's problem and listed there, not a reason to refuse every value. */
function wholePattern(pattern: string): RegExp | null {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u');
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
