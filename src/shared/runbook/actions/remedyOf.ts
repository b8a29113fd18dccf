import type { Attributes } from '../document/attributes.ts';
import { meant } from '../meant.ts';
import type { Problems } from '../problems.ts';
import type { RunbookAction } from '../runbook.ts';

/** Remedies that Sitrep carries out in its own way. */
const remedyKinds = [
  'restart-unit',
  'restart-compose',
  'previous-image',
  'isolate',
  'rejoin',
  'clear-temporary-data',
  'roll-back',
  'restore-backup',
  'set-aside',
  'prune-repositories',
];

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

/** Reports attributes that nobody reads: a misspelt one would otherwise be lost without a word. */
export function checkAttributes({ values }: Attributes, line: number, problems: Problems): void {
  const kind = values['remedy'];
  if (kind !== undefined && !remedyKinds.includes(kind))
    problems.add(
      'error',
      line,
      `remedy=${kind} is no remedy that Sitrep knows.`,
      meant(kind, remedyKinds, `Known are ${remedyKinds.join(', ')}.`),
    );
  if (kind !== undefined) return;
  for (const key of Object.keys(values).filter((one) => !ownAttributes.has(one)))
    problems.add(
      'warning',
      line,
      `${key}= means nothing here.`,
      meant(key, [...ownAttributes], `Known are ${[...ownAttributes].join(', ')}.`),
    );
}
