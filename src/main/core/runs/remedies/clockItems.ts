import type { PreflightItem } from '#shared/run/run.ts';
import { durationText } from '#shared/time/duration.ts';
import { dayMs, minuteMs, secondMs } from '#shared/time/instant.ts';
import type { Remote } from '../remote.ts';
import { cost, refusal, type RemedyOrder } from './remedy.ts';

const remarkableMs = 10 * minuteMs;

/** Where ages of files decide, the clock of the host must be right: by Sitrep's own. */
export async function clockItems(order: RemedyOrder, remote: Remote): Promise<readonly PreflightItem[]> {
  const { stdout } = await remote.ask('date +%s');
  const aheadMs = Number(stdout.trim()) * secondMs - order.nowAt;
  if (Number.isNaN(aheadMs) || Math.abs(aheadMs) < remarkableMs) return [];
  const way = `${durationText(Math.abs(aheadMs))} ${aheadMs > 0 ? 'ahead' : 'behind'}`;
  const text = `The clock of ${remote.hostName} is ${way}, so that ages there are told wrong`;
  return [Math.abs(aheadMs) > dayMs ? refusal(`${text}: set it first`) : cost(text)];
}
