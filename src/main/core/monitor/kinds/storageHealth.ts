import { assertNever } from '#shared/assertNever.ts';
import type { CheckDefinition } from '#shared/check/checkDefinition.ts';
import { quote } from '../../ssh/channel/quote.ts';
import { readBtrfs, readSmart, readZfs } from './storageReadings.ts';
import { firstLine, unknownReading, type Answer, type Ask, type Reading } from './reading.ts';

type StorageCheck = Extract<CheckDefinition, { kind: 'storage-health' }>;

/** What ZFS, btrfs or the drive itself says of its health. Root is borrowed through `sudo -n` where it is needed. */
export function askStorageHealth(check: StorageCheck): Ask {
  const { tool, command } = commandOf(check);
  const script = `command -v ${tool} >/dev/null 2>&1 || exit 127
s=; [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null 2>&1 && sudo -n -l ${tool} >/dev/null 2>&1 && s='sudo -n'; }
$s ${command}`;
  return { where: 'host', script, read: (answer) => readStorage(check, tool, answer) };
}

function commandOf({ target, device }: StorageCheck): { readonly tool: string; readonly command: string } {
  switch (target) {
    case 'zfs':
      return {
        tool: 'zpool',
        command: `zpool list -H -o name,health,capacity${device === undefined ? '' : ` ${quote(device)}`}`,
      };
    case 'btrfs':
      return { tool: 'btrfs', command: `btrfs device stats ${quote(device ?? '/')}` };
    case 'smart':
      return { tool: 'smartctl', command: `smartctl -H -A -j ${quote(device ?? '/dev/sda')}` };
    default:
      return assertNever(target);
  }
}

function readStorage(check: StorageCheck, tool: string, answer: Answer): Reading {
  if (answer.exitCode === 127 && answer.stdout === '') return unknownReading(`${tool} is not installed on this host`);
  const reading = { zfs: readZfs, btrfs: readBtrfs, smart: readSmart }[check.target](answer.stdout, check.device);
  if (reading !== null) return reading;
  const said = firstLine(answer.stderr) || firstLine(answer.stdout);
  const needsRoot = /permission|must be root|not permitted|Operation not/i.test(`${answer.stderr}${answer.stdout}`);
  const mend = needsRoot ? `; allow the user "sudo ${tool}" without a password` : '';
  return unknownReading(`${tool} does not answer: ${said || `status ${answer.exitCode}`}${mend}`);
}
