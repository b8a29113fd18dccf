import type { CheckDefinition } from '#shared/check/checkDefinition.ts';
import { formatBytes } from '#shared/check/formatAmount.ts';
import { outcomeAbove, worstOf } from '#shared/check/outcomes.ts';
import { quote } from '../../ssh/channel/quote.ts';
import { firstLine, unknownReading, type Answer, type Ask, type Gauge, type Reading } from './reading.ts';

type DiskCheck = Extract<CheckDefinition, { kind: 'disk' }>;

const defaultWarning = 85;
const defaultCritical = 95;
/** Our own exit status for a path that is not there. */
const missing = 66;

/** Space and inodes of the file system that holds a path. */
export function askDisk(check: DiskCheck): Ask {
  const path = quote(check.path.startsWith('-') ? `./${check.path}` : check.path);
  // Some file systems and some versions of df know no inodes; that is no error.
  const script = `[ -e ${path} ] || exit ${missing}; df -P -k ${path} || exit; echo inodes; df -P -i ${path} 2>/dev/null; exit 0`;
  return { where: 'host', script, read: (answer) => readDisk(check, answer) };
}

type Usage = { readonly used: number; readonly available: number; readonly mount: string };

function readDisk(check: DiskCheck, answer: Answer): Reading {
  const [spaceText = '', inodeText = ''] = answer.stdout.split(/^inodes$/m);
  const space = parseUsage(spaceText);
  if (answer.exitCode === missing)
    return { outcome: 'critical', text: `${check.path} does not exist on this host`, values: [] };
  if (answer.exitCode !== 0 || space === null) {
    return unknownReading(`df does not answer for ${check.path}: ${firstLine(answer.stderr) || 'no output'}`);
  }
  const inodes = parseUsage(inodeText);
  const warning = check.warning ?? defaultWarning;
  const critical = check.critical ?? defaultCritical;
  const spacePercent = percentOf(space);
  const inodePercent = inodes === null ? null : percentOf(inodes);
  const outcome = worstOf([
    outcomeAbove(spacePercent, warning, critical),
    ...(inodePercent === null ? [] : [outcomeAbove(inodePercent, warning, critical)]),
  ]);
  const isInodes = inodePercent !== null && outcome !== 'ok' && inodePercent > spacePercent;
  const free = formatBytes(space.available * 1024);
  return {
    outcome,
    text: isInodes
      ? `disk ${space.mount} has used ${inodePercent.toFixed(0)} % of its inodes (${free} of space are free)`
      : `disk ${space.mount} is ${spacePercent.toFixed(0)} % full, ${free} free`,
    values: [
      { name: 'used', value: round(spacePercent), unit: '%', warning, critical },
      ...(inodePercent === null ? [] : [{ name: 'inodes', value: round(inodePercent), unit: '%', warning, critical }]),
      { name: 'free', value: space.available * 1024, unit: 'B' },
    ],
    gauges: gaugesOf(space, inodes),
  };
}

function gaugesOf(space: Usage, inodes: Usage | null): readonly Gauge[] {
  const gauge = (name: string, what: string, usage: Usage): Gauge => ({
    name,
    what,
    used: usage.used,
    capacity: usage.used + usage.available,
  });
  const ofSpace = gauge('space', `disk ${space.mount}`, space);
  return inodes === null ? [ofSpace] : [ofSpace, gauge('inodes', `inodes of disk ${space.mount}`, inodes)];
}

/** As df counts it: what is reserved for root is neither used nor available. */
function percentOf({ used, available }: Usage): number {
  return used + available === 0 ? 0 : (100 * used) / (used + available);
}

const round = (percent: number): number => Math.round(percent * 10) / 10;

/** The last line of `df -P`: device, total, used, available, percent, mount. A dash stands where there is none. */
function parseUsage(text: string): Usage | null {
  const line = text.trim().split('\n').at(-1) ?? '';
  const [, total, used, available, mount] = /\s(\d+)\s+(\d+)\s+(-?\d+)\s+\S+\s+(\/.*)$/.exec(line) ?? [];
  if (mount === undefined || Number(total) === 0) return null;
  return { used: Number(used), available: Math.max(0, Number(available)), mount };
}
