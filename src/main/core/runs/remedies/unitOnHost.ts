import { readUnit, type UnitState } from '#shared/run/readUnit.ts';
import { quote } from '../../ssh/channel/quote.ts';
import { unitProperties } from '../evidence.ts';
import type { Remote } from '../remote.ts';
import type { RemedyOrder, Seen } from './remedy.ts';
import { systemctlOf } from './systemctlOf.ts';
import { unitOf } from './unitPreflight.ts';

/** A unit now, and the boot of the host that it lives in; empty where that cannot be told. */
export type UnitOnHost = { readonly state: UnitState | null; readonly bootId: string };

/** The unit of an order as it is now. */
export async function unitOnHost(order: RemedyOrder, remote: Remote): Promise<UnitOnHost> {
  const unit = unitOf(order);
  const { stdout } =
    await remote.ask(`${systemctlOf(order.steps)} show --no-pager -p ${unitProperties} -- ${quote(unit)}
printf 'BootID=%s\\n' "$(cat /proc/sys/kernel/random/boot_id 2>/dev/null)"`);
  return { state: readUnit(unit, stdout), bootId: /^BootID=(.*)$/m.exec(stdout)?.[1] ?? '' };
}

/** `; the host was restarted since`, where that can be told from the boot that capture noted. */
export const restartedSince = (handle: Seen, bootId: string): string =>
  (handle['bootId'] ?? bootId) === bootId ? '' : '; the host was restarted since';

export const isRunning = ({ active }: UnitState): boolean => /^(active|activating|reloading)$/.test(active);
