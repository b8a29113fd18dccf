import { z } from 'zod';
import type { Outcome } from '#shared/check/observation.ts';
import { worstOf } from '#shared/check/outcomes.ts';
import type { Reading } from './reading.ts';

/** ZFS keeps its data safe up to here; above it becomes slow and cannot rewrite. */
const fullPoolPercent = 90;

/** `zpool list -H -o name,health,capacity`: one pool a line. Null when it is not that. */
export function readZfs(text: string): Reading | null {
  const pools = text.split('\n').flatMap((line) => {
    const [name, health, capacity] = line.split('\t');
    return name === undefined || health === undefined || capacity === undefined
      ? []
      : [{ name, health, percent: Number.parseInt(capacity, 10) || 0 }];
  });
  if (pools.length === 0) return null;
  const judged = pools.map((pool) => ({ ...pool, outcome: poolOutcome(pool.health, pool.percent) }));
  const bad = judged.filter(({ outcome }) => outcome !== 'ok');
  const told = (bad.length > 0 ? bad : judged).map(
    ({ name, health, percent }) => `${name} is ${health}, ${percent} % full`,
  );
  return {
    outcome: worstOf(judged.map(({ outcome }) => outcome)),
    text: `ZFS: ${told.join('; ')}`,
    values: pools.map(({ name, percent }) => ({ name, value: percent, unit: '%', warning: fullPoolPercent })),
  };
}

function poolOutcome(health: string, percent: number): Outcome {
  if (health === 'ONLINE') return percent >= fullPoolPercent ? 'warning' : 'ok';
  return 'critical';
}

/** `btrfs device stats`: `[/dev/sda].write_io_errs 0`. Null when it is not that. */
export function readBtrfs(text: string): Reading | null {
  const counters = [...text.matchAll(/^\[([^\]]+)\]\.(\w+)\s+(\d+)$/gm)].map(([, device = '', name = '', count]) => ({
    device,
    name,
    count: Number(count),
  }));
  if (counters.length === 0) return null;
  const bad = counters.filter(({ count }) => count > 0);
  const total = bad.reduce((sum, { count }) => sum + count, 0);
  const values = [{ name: 'errors', value: total, unit: 'c' }];
  if (bad.length === 0) return { outcome: 'ok', text: 'btrfs: no errors were counted', values };
  const told = bad.map(({ device, name, count }) => `${device} ${name} ${count}`).join(', ');
  return {
    outcome: 'critical',
    text: `btrfs counted errors: ${told}; btrfs device stats -z resets the counters`,
    values,
  };
}

const smartSchema = z.looseObject({
  smart_status: z.looseObject({ passed: z.boolean() }).optional(),
  temperature: z.looseObject({ current: z.number() }).optional(),
  ata_smart_attributes: z
    .looseObject({ table: z.array(z.looseObject({ id: z.number(), raw: z.looseObject({ value: z.number() }) })) })
    .optional(),
  nvme_smart_health_information_log: z
    .looseObject({ percentage_used: z.number().optional(), media_errors: z.number().optional() })
    .optional(),
});

const reallocated = 5;
const pending = 197;
const uncorrectable = 198;

/** `smartctl -H -A -j`. Null when the drive gave no verdict. */
export function readSmart(text: string, device = '/dev/sda'): Reading | null {
  const parsed = smartSchema.safeParse(safeJson(text));
  const passed = parsed.data?.smart_status?.passed;
  if (parsed.data === undefined || passed === undefined) return null;
  const { ata_smart_attributes: ata, nvme_smart_health_information_log: nvme, temperature } = parsed.data;
  const raw = (id: number): number => ata?.table.find((attribute) => attribute.id === id)?.raw.value ?? 0;
  const sectors = raw(reallocated) + raw(pending) + raw(uncorrectable) + (nvme?.media_errors ?? 0);
  const worn = nvme?.percentage_used ?? 0;
  const values = [
    { name: 'badSectors', value: sectors, unit: 'c' },
    ...(temperature === undefined ? [] : [{ name: 'temperature', value: temperature.current, unit: '' }]),
    ...(nvme?.percentage_used === undefined ? [] : [{ name: 'worn', value: worn, unit: '%' }]),
  ];
  if (!passed) return { outcome: 'critical', text: `SMART: ${device} says that it is failing; replace it`, values };
  if (sectors > 0) return { outcome: 'warning', text: `SMART: ${device} has ${sectors} bad sectors`, values };
  if (worn >= 90)
    return { outcome: 'warning', text: `SMART: ${device} is worn to ${worn} % of its rated life`, values };
  return { outcome: 'ok', text: `SMART: ${device} is well`, values };
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
