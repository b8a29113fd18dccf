import type { Attributes } from '../document/attributes.ts';
import type { RunbookAction } from '../runbook.ts';

const ownAttributes = new Set([
  'effect',
  'consent',
  'sudo',
  'verify',
  'timeout',
  'remedy',
  'purpose',
  'resource',
  'cwd',
  'tick',
]);
const unitRestart = /^(?:sudo\s+)?systemctl\s+restart\s+([\w@.{}:\\-]+)$/;

/** The typed remedy that an action is: as its author says, or because its one command is a restart of one unit. */
export function remedyOf(attributes: Attributes, commands: readonly string[]): RunbookAction['remedy'] {
  const kind = attributes.values['remedy'];
  const options = Object.fromEntries(Object.entries(attributes.values).filter(([key]) => !ownAttributes.has(key)));
  if (kind !== undefined) return { kind, options };
  const unit = commands.length === 1 ? unitRestart.exec(commands[0] ?? '')?.[1] : undefined;
  return unit === undefined ? null : { kind: 'restart-unit', options: { unit } };
}
