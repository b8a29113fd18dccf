import { assertNever } from '#shared/assertNever.ts';
import type { CheckDefinition } from '#shared/check/checkDefinition.ts';
import { quote } from '../../../ssh/channel/quote.ts';
import { firstLine, unknownReading, type Answer, type Ask, type ReadContext, type Reading } from '../reading.ts';
import { readBtrfs } from './readBtrfs.ts';
import { readSmart } from './readSmart.ts';
import { readZfs } from './readZfs.ts';

type StorageCheck = Extract<CheckDefinition, { kind: 'storage-health' }>;

const defaultDrive = '/dev/sda';
/** Parts the answers of two commands. */
const more = '-- more --';

/** What ZFS, btrfs or the drive itself says of its health. Root is borrowed through `sudo -n` where it is needed. */
export function askStorageHealth(check: StorageCheck): Ask {
  const { tool, commands } = commandsOf(check);
  const script = `command -v ${tool} >/dev/null 2>&1 || exit 127
s=; [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null 2>&1 && sudo -n -l ${tool} >/dev/null 2>&1 && s='sudo -n'; }
${commands.map((words) => `$s ${tool} ${words}`).join(`\necho '${more}'\n`)}`;
  return { where: 'host', script, read: (answer, context) => readStorage(check, tool, answer, context) };
}

function commandsOf({ target, device }: StorageCheck): { readonly tool: string; readonly commands: readonly string[] } {
  const named = device === undefined ? '' : ` ${quote(device)}`;
  switch (target) {
    case 'zfs':
      return { tool: 'zpool', commands: [`list -H -o name,health,capacity${named}`, `status -x${named}`] };
    case 'btrfs': {
      const place = quote(device ?? '/');
      return { tool: 'btrfs', commands: [`device stats ${place}`, `filesystem show ${place} 2>&1`] };
    }
    case 'smart':
      return { tool: 'smartctl', commands: [`-n standby -H -A -j ${quote(device ?? defaultDrive)}`] };
    default:
      return assertNever(target);
  }
}

function readStorage(check: StorageCheck, tool: string, answer: Answer, context: ReadContext): Reading {
  if (answer.exitCode === 127 && answer.stdout === '') return unknownReading(`${tool} is not installed on this host`);
  const [first = '', second = ''] = answer.stdout.split(`${more}\n`);
  const reading = readingOf(check, first, second, context);
  const needsRoot = /permission|must be root|not permitted|Operation not/i.test(`${answer.stderr}${answer.stdout}`);
  const mend = needsRoot ? `; allow the user "sudo ${tool}" without a password` : '';
  if (reading !== null) return reading.outcome === 'unknown' ? { ...reading, text: `${reading.text}${mend}` } : reading;
  const said = firstLine(answer.stderr) || firstLine(first);
  return unknownReading(`${tool} does not answer: ${said || `status ${answer.exitCode}`}${mend}`);
}

function readingOf(
  { target, device }: StorageCheck,
  first: string,
  second: string,
  context: ReadContext,
): Reading | null {
  switch (target) {
    case 'zfs':
      return readZfs(first, second);
    case 'btrfs':
      return readBtrfs(first, second);
    case 'smart':
      return readSmart(first, device ?? defaultDrive, context.last);
    default:
      return assertNever(target);
  }
}
