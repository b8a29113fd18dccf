import type { CheckDefinition } from '#shared/check/checkDefinition.ts';
import { formatBytes, formatSpan } from '#shared/check/formatAmount.ts';
import { outcomeAbove } from '#shared/check/outcomes.ts';
import { hourMs, minuteMs } from '#shared/time/instant.ts';
import { quote } from '../../ssh/channel/quote.ts';
import { firstLine, unknownReading, type Answer, type Ask, type Reading } from './reading.ts';

type FileAgeCheck = Extract<CheckDefinition, { kind: 'file-age' }>;

/** Suits what is made once a day: an hour or two late is a warning, a day missed is critical. */
const defaultWarningHours = 26;
const defaultCriticalHours = 50;

/** Clocks of file servers differ a little. */
const clockSlackMs = 5 * minuteMs;

/** The age of a file by the host's own clock; of several that `*` and `?` match, the newest. */
export function askFileAge(check: FileAgeCheck): Ask {
  const script = `date +%s
for f in ${globWord(check.path)}; do if [ -e "$f" ]; then stat -L -c '%Y %s %n' -- "$f" 2>/dev/null || stat -L -f '%m %z %N' -- "$f"; fi; done`;
  return { where: 'host', script, read: (answer) => readFileAge(check, answer) };
}

/** The path as one shell word in which only `*` and `?` keep their meaning. */
function globWord(path: string): string {
  const safe = path.startsWith('-') ? `./${path}` : path;
  return safe
    .split(/([*?])/)
    .filter((part) => part !== '')
    .map((part) => (part === '*' || part === '?' ? part : quote(part)))
    .join('');
}

/** It would pass for fresh until that time has come, whatever happens to the backup meanwhile. */
function fromTheFuture({ name, sizeBytes }: File, aheadMs: number): Reading {
  return {
    outcome: 'warning',
    text: `${name} is dated ${formatSpan(aheadMs)} in the future, so its age is not known; look at the clock of whoever writes it`,
    values: [{ name: 'size', value: sizeBytes, unit: 'B' }],
  };
}

type File = { readonly modifiedSeconds: number; readonly sizeBytes: number; readonly name: string };

function readFileAge(check: FileAgeCheck, answer: Answer): Reading {
  const [nowText = '', ...lines] = answer.stdout.trim().split('\n');
  if (!/^\d+$/.test(nowText)) return unknownReading(`the host does not tell its time: ${firstLine(answer.stderr)}`);
  const newest = lines.flatMap(parseFile).toSorted((a, b) => b.modifiedSeconds - a.modifiedSeconds)[0];
  if (newest === undefined) {
    const why = firstLine(answer.stderr);
    if (why !== '') return unknownReading(`${check.path} cannot be looked at: ${why}`);
    return { outcome: 'critical', text: `${check.path} does not exist, or cannot be seen by this user`, values: [] };
  }
  const aheadMs = (newest.modifiedSeconds - Number(nowText)) * 1000;
  if (aheadMs > clockSlackMs) return fromTheFuture(newest, aheadMs);
  const ageMs = Math.max(0, -aheadMs);
  const hours = ageMs / hourMs;
  const warning = check.warning ?? Math.min(defaultWarningHours, check.critical ?? defaultWarningHours);
  const critical = check.critical ?? Math.max(defaultCriticalHours, warning);
  return {
    outcome: outcomeAbove(hours, warning, critical),
    text: `${newest.name} is ${formatSpan(ageMs)} old (${formatBytes(newest.sizeBytes)})`,
    values: [
      { name: 'age', value: Math.round(ageMs / 1000), unit: 's', warning: warning * 3600, critical: critical * 3600 },
      { name: 'size', value: newest.sizeBytes, unit: 'B' },
    ],
  };
}

function parseFile(line: string): readonly File[] {
  const [, modified, size, name] = /^(\d+) (\d+) (.+)$/.exec(line) ?? [];
  return name === undefined ? [] : [{ modifiedSeconds: Number(modified), sizeBytes: Number(size), name }];
}
