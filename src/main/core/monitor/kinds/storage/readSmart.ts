import { z } from 'zod';
import type { Observation } from '#shared/check/observation.ts';
import { parseJson } from '#shared/parseJson.ts';
import { unknownReading, type Reading } from '../reading.ts';

const smartSchema = z.looseObject({
  smartctl: z
    .looseObject({
      exit_status: z.number().optional(),
      messages: z.array(z.looseObject({ string: z.string() })).optional(),
    })
    .optional(),
  smart_status: z.looseObject({ passed: z.boolean() }).optional(),
  temperature: z.looseObject({ current: z.number() }).optional(),
  ata_smart_attributes: z
    .looseObject({ table: z.array(z.looseObject({ id: z.number(), raw: z.looseObject({ value: z.number() }) })) })
    .optional(),
  nvme_smart_health_information_log: z
    .looseObject({
      percentage_used: z.number().optional(),
      media_errors: z.number().optional(),
      available_spare: z.number().optional(),
      available_spare_threshold: z.number().optional(),
    })
    .optional(),
});
type Smart = z.infer<typeof smartSchema>;

const reallocated = 5;
const pending = 197;
const uncorrectable = 198;
/** Bits of smartctl's exit status. */
const failing = 8;
const prefail = 16;
const wornPercent = 90;

/**
 * `smartctl -n standby -H -A -j`. A drive that sleeps is not woken: what was last seen of it stands, and the text says so.
 * Null when the drive gave no verdict.
 */
export function readSmart(text: string, device: string, last: Observation | null): Reading | null {
  const parsed = smartSchema.safeParse(parseJson(text));
  if (parsed.data === undefined) return null;
  const messages = (parsed.data.smartctl?.messages ?? []).map((message) => message.string);
  if (messages.some((message) => /^Device is in (STANDBY|SLEEP)/.test(message))) return asleep(device, last);
  const passed = parsed.data.smart_status?.passed;
  const complaint = messages[0];
  if (passed === undefined) return complaint === undefined ? null : unknownReading(`SMART: ${complaint}`);
  return judge(parsed.data, passed, device);
}

function asleep(device: string, last: Observation | null): Reading {
  const sleeps = `SMART: ${device} sleeps and is not woken; `;
  if (last === null || last.outcome === 'unknown') return unknownReading(`${sleeps}it was not seen awake yet`);
  const before = last.text.replace(sleeps, '').replace('when last awake: ', '');
  return { outcome: last.outcome, text: `${sleeps}when last awake: ${before}`, values: last.values };
}

function judge(smart: Smart, passed: boolean, device: string): Reading {
  const { ata_smart_attributes: ata, nvme_smart_health_information_log: nvme, temperature } = smart;
  const raw = (id: number): number => ata?.table.find((attribute) => attribute.id === id)?.raw.value ?? 0;
  const sectors = raw(reallocated) + raw(pending) + raw(uncorrectable) + (nvme?.media_errors ?? 0);
  const worn = nvme?.percentage_used ?? 0;
  const status = smart.smartctl?.exit_status ?? 0;
  const isSpareLow = (nvme?.available_spare ?? 100) < (nvme?.available_spare_threshold ?? 0);
  const values = [
    { name: 'badSectors', value: sectors, unit: 'c' },
    ...(temperature === undefined ? [] : [{ name: 'temperature', value: temperature.current, unit: '' }]),
    ...(nvme?.percentage_used === undefined ? [] : [{ name: 'worn', value: worn, unit: '%' }]),
  ];
  const is = (outcome: Reading['outcome'], what: string): Reading => {
    return { outcome, text: `SMART: ${device} ${what}`, values };
  };
  if (!passed || (status & failing) !== 0) return is('critical', 'says that it is failing; replace it');
  if ((status & prefail) !== 0) return is('critical', 'has an attribute that foretells its failure; replace it');
  if (isSpareLow) return is('critical', 'has used up its spare blocks; replace it');
  if (sectors > 0) return is('warning', `has ${sectors} bad sectors`);
  if (worn >= wornPercent) return is('warning', `is worn to ${worn} % of its rated life`);
  return is('ok', 'is well');
}
