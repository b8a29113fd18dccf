import { assertNever } from '#shared/assertNever.ts';
import type { Host } from '#shared/lab/labFile.ts';
import type { Clock } from '../../ports/ports.ts';
import type { ResolvedCheck } from '../resolveChecks.ts';
import { askContainer } from './container.ts';
import { askDisk } from './disk.ts';
import { askFileAge } from './fileAge.ts';
import { askGitDrift } from './gitDrift.ts';
import { askHttpFromHost } from './http.ts';
import { askHttpFromObserver } from './httpFromObserver.ts';
import { askJournal } from './journal.ts';
import { askJson } from './json.ts';
import { askLoad } from './load.ts';
import { askMemory } from './memory.ts';
import { askPluginFromHost, askPluginFromObserver } from './plugin.ts';
import { askProcess } from './process.ts';
import type { Ask } from './reading.ts';
import { askStorageHealth } from './storage/storageHealth.ts';
import { askTcpFromHost, askTcpFromObserver } from './tcp.ts';
import { askTlsFromHost, askTlsFromObserver } from './tls.ts';

/** How this check is asked. The kinds are the pages of this folder. */
export function askOf({ check, rhythm }: ResolvedCheck, host: Host, clock: Clock): Ask {
  const { timeoutMs } = rhythm;
  const address = 'address' in host.access ? (host.access.address ?? null) : null;
  switch (check.kind) {
    case 'reachable':
      return { where: 'connection' };
    case 'systemd-unit':
      return { where: 'hostUnits', unit: check.unit };
    case 'http':
      return check.from === 'observer' ? askHttpFromObserver(check, clock) : askHttpFromHost(check, timeoutMs);
    case 'tcp':
      return check.from === 'observer' ? askTcpFromObserver(check, address, clock) : askTcpFromHost(check, timeoutMs);
    case 'tls':
      return check.from === 'observer' ? askTlsFromObserver(check) : askTlsFromHost(check, timeoutMs);
    case 'disk':
      return askDisk(check);
    case 'memory':
      return askMemory(check);
    case 'load':
      return askLoad(check);
    case 'process':
      return askProcess(check);
    case 'journal':
      return askJournal(check);
    case 'file-age':
      return askFileAge(check);
    case 'container':
      return askContainer(check);
    case 'git-drift':
      return askGitDrift(check);
    case 'json':
      return askJson(check);
    case 'storage-health':
      return askStorageHealth(check);
    case 'plugin':
      return check.from === 'observer' ? askPluginFromObserver(check) : askPluginFromHost(check);
    default:
      return assertNever(check);
  }
}
