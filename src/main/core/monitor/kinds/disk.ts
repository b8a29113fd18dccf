import type { CheckDefinition } from '#shared/check/checkDefinition.ts';
import { formatBytes } from '#shared/check/formatAmount.ts';
import type { MeasuredValue, Outcome } from '#shared/check/observation.ts';
import { outcomeAbove, worstOf } from '#shared/check/outcomes.ts';
import { quote } from '../../ssh/channel/quote.ts';
import { mountPoints, parseUsage, percentOf, type Usage } from './dfUsage.ts';
import { firstLine, unknownReading, type Answer, type Ask, type Gauge, type Reading } from './reading.ts';

type DiskCheck = Extract<CheckDefinition, { kind: 'disk' }>;

const defaultWarning = 85;
const defaultCritical = 95;
/** Our own exit status for a path that cannot be looked at; the error output says why. */
const missing = 66;
/** Mounted to be written, but the kernel has taken that back: so file systems answer errors of their disk. */
const turnedReadOnly =
  '^[0-9]+ [0-9]+ [^ ]+ [^ ]+ [^ ]+ rw[^ ]* .*- (ext[234]|xfs|btrfs|f2fs|jfs|vfat|exfat) [^ ]+ (ro(,|$)|[^ ]*(emergency_ro|shutdown))';

/** Space and inodes of the file system that holds a path, and whether it still takes writes. */
export function askDisk(check: DiskCheck): Ask {
  const path = quote(check.path.startsWith('-') ? `./${check.path}` : check.path);
  // Going there lets an automounter do its work. Some file systems and versions of df know no inodes: no error.
  const script = `[ -e ${path} ] || { ls -d ${path} >/dev/null; exit ${missing}; }
p=$(cd -P ${path} 2>/dev/null && pwd)
df -P -k ${path} || exit; echo inodes; df -P -i ${path} 2>/dev/null; echo place; echo "$p"
echo readonly; grep -E ${quote(turnedReadOnly)} /proc/self/mountinfo 2>/dev/null; exit 0`;
  return {
    where: 'host',
    script,
    read: (answer) => readDisk(check, answer),
    readSilence: (seconds) => critical(hangs(check.path, seconds)),
  };
}

/** The host answers everything else, so it is the file system that whoever looks at it waits for, without end. */
const hangs = (path: string, seconds: number): string =>
  `the file system of ${path} hangs: it did not answer within ${seconds} s; the server of a network mount, or the drive, may be gone`;

function readDisk(check: DiskCheck, answer: Answer): Reading {
  if (answer.exitCode === missing) return notThere(check.path, firstLine(answer.stderr));
  const [spaceText = '', inodeText = '', place = '', readOnly = ''] =
    answer.stdout.split(/^(?:inodes|place|readonly)\n/m);
  const space = parseUsage(spaceText);
  if (answer.exitCode !== 0 || space === null) {
    return unknownReading(`df does not answer for ${check.path}: ${firstLine(answer.stderr) || 'no output'}`);
  }
  if (check.mounted === true && place.trim() !== space.mount)
    return critical(`nothing is mounted at ${check.path}: what is there lies on disk ${space.mount}`);
  const reading = readUsage(check, space, parseUsage(inodeText));
  if (!mountPoints(readOnly).includes(space.mount)) return reading;
  return {
    ...reading,
    ...critical(`disk ${space.mount} takes no writes any more: the kernel made it read-only after errors`),
    values: reading.values,
  };
}

function notThere(path: string, why: string): Reading {
  if (/permission denied/i.test(why)) return unknownReading(`${path} cannot be looked at by this user: ${why}`);
  const isGone = why === '' || /no such file/i.test(why);
  return critical(isGone ? `${path} does not exist on this host` : `${path} cannot be read: ${why}`);
}

const critical = (text: string): Reading => ({ outcome: 'critical', text, values: [] });

function readUsage(check: DiskCheck, space: Usage, inodes: Usage | null): Reading {
  const warning = check.warning ?? Math.min(defaultWarning, check.critical ?? defaultWarning);
  const limits = { warning, critical: check.critical ?? Math.max(defaultCritical, warning) };
  const judge = (percent: number): Outcome => outcomeAbove(percent, limits.warning, limits.critical);
  const spacePercent = percentOf(space);
  const inodePercent = inodes === null ? 0 : percentOf(inodes);
  const outcome = worstOf([judge(spacePercent), judge(inodePercent)]);
  const isInodes = outcome !== 'ok' && inodePercent > spacePercent;
  const free = formatBytes(space.available * 1024);
  const percentValue = (name: string, percent: number): MeasuredValue => {
    return { name, value: Math.round(percent * 10) / 10, unit: '%', ...limits };
  };
  return {
    outcome,
    text: isInodes
      ? `disk ${space.mount} has used ${inodePercent.toFixed(0)} % of its inodes (${free} of space are free)`
      : `disk ${space.mount} is ${spacePercent.toFixed(0)} % full, ${free} free`,
    values: [
      percentValue('used', spacePercent),
      ...(inodes === null ? [] : [percentValue('inodes', inodePercent)]),
      { name: 'free', value: space.available * 1024, unit: 'B' },
    ],
    gauges: gaugesOf(space, inodes),
  };
}

function gaugesOf(space: Usage, inodes: Usage | null): readonly Gauge[] {
  const gauge = (name: string, what: string, { used, available }: Usage): Gauge => {
    return { name, what, used, capacity: used + available };
  };
  const ofSpace = gauge('space', `disk ${space.mount}`, space);
  return inodes === null ? [ofSpace] : [ofSpace, gauge('inodes', `inodes of disk ${space.mount}`, inodes)];
}
