import type { CheckDefinition } from '../../check/checkDefinition.ts';
import type { Runbook } from '../runbook.ts';
import type { Proposal } from './proposals.ts';

const localAddress =
  /^(?:curl|wget)\b.*?\s['"]?(https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?(?:\/[\w./-]*)?)/;

/**
 * What would tell that the service of a document is down: its unit, and the address of its own that the document asks.
 * None where it names checks already; those of a user's own systemd are left to a person.
 */
export function proposedChecks(
  runbook: Runbook,
  unit: string | null,
  replaced: (command: string) => string,
): readonly CheckDefinition[] {
  if (runbook.checks.length > 0) return [];
  const steps = runbook.actions.flatMap((action) =>
    action.steps.map(({ command }) => ({ command, effect: action.effect })),
  );
  const isUsers = steps.some(({ command }) => /\bsystemctl\b.*\s--user\b/.test(command));
  const url = steps
    .filter(({ effect }) => effect === 'reads')
    .flatMap(({ command }) => localAddress.exec(command)?.[1] ?? [])[0];
  return [
    ...(unit === null || isUsers ? [] : [{ id: 'unit', kind: 'systemd-unit', name: `Unit ${unit}`, unit } as const]),
    ...(url === undefined
      ? []
      : [{ id: 'http', kind: 'http', name: 'Web address', url: replaced(url), from: 'host' } as const]),
  ];
}

/** The variable that stands for the unit that the document is about; null where it names none. */
export function unitVariable(runbook: Runbook, proposals: readonly Proposal[]): string | null {
  const proposed = proposals.find(({ kind }) => kind === 'unit')?.name;
  const name = Object.hasOwn(runbook.variables, 'unit') ? 'unit' : proposed;
  return name === undefined ? null : `{{${name}}}`;
}
