import { expect, it } from 'vitest';
import { readBtrfs } from '#core/monitor/kinds/storage/readBtrfs.ts';
import { readSmart } from '#core/monitor/kinds/storage/readSmart.ts';
import { readZfs } from '#core/monitor/kinds/storage/readZfs.ts';
import type { Observation } from '#shared/check/observation.ts';

const well = 'all pools are healthy\n';
const status = (pool: string, state: string, sentence: string, errors: string) => `  pool: ${pool}
 state: ${state}
status: ${sentence}
action: Determine if the device needs to be replaced, and clear the errors
\tusing 'zpool clear' or replace the device with 'zpool replace'.
  scan: scrub repaired 0B in 01:16:34 with 0 errors on Mon Nov 23 15:19:10 2026
config:

\tNAME        STATE     READ WRITE CKSUM
\t${pool}       ${state}       0     0     0
\t  sda       ONLINE       0     0     1

errors: ${errors}
`;
const unrecoverable = `One or more devices has experienced an unrecoverable error.  An
\tattempt was made to correct the error.  Applications are unaffected.`;

it('takes a pool for well that is ONLINE and of which zpool status says nothing', () => {
  expect(readZfs('tank\tONLINE\t41%\n', well)).toMatchObject({ outcome: 'ok', text: 'ZFS: tank is ONLINE, 41 % full' });
  expect(readZfs('tank\tONLINE\t41%\n', "pool 'tank' is healthy\n")).toMatchObject({ outcome: 'ok' });
});

it.each(['DEGRADED', 'FAULTED', 'OFFLINE', 'REMOVED', 'UNAVAIL', 'SUSPENDED'])(
  'takes a pool that is %s for critical',
  (state) => {
    expect(readZfs(`rpool\tONLINE\t3%\ntank\t${state}\t-\n`, '')).toMatchObject({ outcome: 'critical' });
  },
);

it('warns of a pool that is ONLINE but has counted errors, in the words of ZFS', () => {
  const told = status('tank', 'ONLINE', unrecoverable, 'No known data errors');
  expect(readZfs('rpool\tONLINE\t3%\ntank\tONLINE\t41%\n', told)).toMatchObject({
    outcome: 'warning',
    text: 'ZFS: tank is ONLINE, 41 % full (One or more devices has experienced an unrecoverable error)',
  });
});

it('is critical where data were lost, although the pool is ONLINE', () => {
  const corrupted = `One or more devices has experienced an error resulting in data
\tcorruption.  Applications may be affected.`;
  const told = status('tank', 'ONLINE', corrupted, "3 data errors, use '-v' for a list");
  expect(readZfs('tank\tONLINE\t41%\n', told)).toMatchObject({
    outcome: 'critical',
    text: "ZFS: tank is ONLINE, 41 % full (errors: 3 data errors, use '-v' for a list)",
  });
});

it('warns of a pool that is nearly full, and knows no pools from no answer', () => {
  expect(readZfs('tank\tONLINE\t93%\n', well)).toMatchObject({ outcome: 'warning' });
  expect(readZfs('', 'no pools available\n')).toBeNull();
});

const counters = (device: string) => `[${device}].write_io_errs    0\n[${device}].corruption_errs  0\n`;

it.each([
  ['by its number', counters('/dev/sda') + counters('devid:2'), ''],
  ['as older tools call it', counters('/dev/sda') + counters('<missing disk>'), ''],
  ['only in the list of devices', counters('/dev/sda'), '\tdevid    2 size 0 used 0 path  MISSING\n'],
  ['as a warning', counters('/dev/sda'), '\t*** Some devices missing\n'],
])('is critical when a device of btrfs is missing, named %s, although all counters are zero', (_, stats, show) => {
  expect(readBtrfs(stats, show)).toMatchObject({ outcome: 'critical' });
});

const drive = (exit: number, rest: object = { smart_status: { passed: true } }) =>
  JSON.stringify({
    smartctl: { version: [7, 3], exit_status: exit },
    device: { type: 'sat', protocol: 'ATA' },
    ...rest,
  });
const attributes = (values: Readonly<Record<number, number>>) => ({
  smart_status: { passed: true },
  temperature: { current: 31 },
  ata_smart_attributes: {
    revision: 10,
    table: Object.entries(values).map(([id, value]) => ({ id: Number(id), raw: { value, string: String(value) } })),
  },
});
const nvme = (log: object) => ({ smart_status: { passed: true }, nvme_smart_health_information_log: log });

it.each([
  ['well', drive(0, attributes({ 5: 0, 197: 0, 198: 0, 194: 31 })), 'ok', /is well/],
  ['a failed command that matters little (bit 2)', drive(4), 'ok', /is well/],
  ['attributes that were bad in the past (bit 5)', drive(32), 'ok', /is well/],
  ['the verdict of the drive (bit 3)', drive(8, { smart_status: { passed: false } }), 'critical', /failing; replace/],
  ['a prefail attribute (bit 4)', drive(16), 'critical', /foretells its failure/],
  ['pending sectors', drive(0, attributes({ 5: 0, 197: 8 })), 'warning', /8 bad sectors/],
  ['an NVMe that is worn', drive(0, nvme({ percentage_used: 97, media_errors: 0 })), 'warning', /worn to 97 %/],
  ['an NVMe without spare', drive(0, nvme({ available_spare: 5, available_spare_threshold: 10 })), 'critical', /spare/],
  ['an NVMe with lost data', drive(0, nvme({ percentage_used: 2, media_errors: 12 })), 'warning', /12 bad sectors/],
  [
    'a disk that knows no SMART',
    drive(1, {
      smartctl: { exit_status: 1, messages: [{ string: '/dev/vda: Unable to detect device type', severity: 'error' }] },
    }),
    'unknown',
    /Unable to detect device type/,
  ],
])('reads what smartctl says: %s', (_, text, outcome, said) => {
  const reading = readSmart(text, '/dev/sda', null);
  expect(reading?.outcome).toBe(outcome);
  expect(reading?.text).toMatch(said);
});

it('does not wake a drive that sleeps, and says how it was before', () => {
  const asleep = drive(2, {
    smartctl: { exit_status: 2, messages: [{ string: 'Device is in STANDBY mode, exit(2)', severity: 'information' }] },
  });
  const observed = (reading: ReturnType<typeof readSmart>): Observation => {
    if (reading === null) throw new Error('no reading');
    return { outcome: reading.outcome, text: reading.text, values: [...reading.values], observedAt: 1, tookMs: 1 };
  };
  expect(readSmart(asleep, '/dev/sda', null)).toMatchObject({ outcome: 'unknown' });
  const bad = observed(readSmart(drive(0, attributes({ 197: 8 })), '/dev/sda', null));
  const once = observed(readSmart(asleep, '/dev/sda', bad));
  const twice = observed(readSmart(asleep, '/dev/sda', once));
  expect(twice).toMatchObject({
    outcome: 'warning',
    text: 'SMART: /dev/sda sleeps and is not woken; when last awake: SMART: /dev/sda has 8 bad sectors',
  });
});
