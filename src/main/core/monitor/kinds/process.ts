import type { CheckDefinition } from '#shared/check/checkDefinition.ts';
import { inPrintf } from './inPrintf.ts';
import { firstLine, unknownReading, type Answer, type Ask, type Reading } from './reading.ts';

type ProcessCheck = Extract<CheckDefinition, { kind: 'process' }>;

/** How many processes have a command line that matches an extended regular expression. */
export function askProcess(check: ProcessCheck): Ask {
  // The pattern travels encoded and in the environment: otherwise this very command would match it.
  const script = `SITREP_PATTERN=$(${inPrintf(check.pattern)}); export SITREP_PATTERN
{ ps -eo args= 2>/dev/null || ps -o args; } | awk 'BEGIN { p = ENVIRON["SITREP_PATTERN"] } $0 ~ p { n++; if (n <= 3) print substr($0, 1, 120) } END { print n + 0 }'`;
  return { where: 'host', script, read: (answer) => readProcess(check, answer) };
}

function readProcess(check: ProcessCheck, answer: Answer): Reading {
  const lines = answer.stdout.trim().split('\n');
  const count = Number(/^\d+$/.exec(lines.at(-1) ?? '')?.[0] ?? Number.NaN);
  if (answer.exitCode !== 0 || Number.isNaN(count)) {
    return unknownReading(
      `processes cannot be counted: ${firstLine(answer.stderr) || 'is the pattern a regular expression?'}`,
    );
  }
  const min = check.min ?? (check.max === undefined ? 1 : 0);
  const limits = check.max === undefined ? `at least ${min}` : `${min} to ${check.max}`;
  const isFine = count >= min && count <= (check.max ?? Number.POSITIVE_INFINITY);
  const text = `${count} ${count === 1 ? 'process matches' : 'processes match'} "${check.pattern}"`;
  return {
    outcome: isFine ? 'ok' : 'critical',
    text: isFine ? text : `${text}, wanted ${limits}`,
    values: [{ name: 'processes', value: count, unit: '' }],
  };
}
