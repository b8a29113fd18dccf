import { expect, it } from 'vitest';
import { readUnitOf, unitsScript } from '#core/monitor/kinds/systemdUnits.ts';
import { readUnit } from '#core/monitor/kinds/unitReading.ts';

const stopped = {
  LoadState: 'loaded',
  ActiveState: 'inactive',
  SubState: 'dead',
  Type: 'simple',
  ConditionResult: 'no',
};
const textOf = (unit: Readonly<Record<string, string>>): string =>
  readUnit('web.service', new Map(Object.entries(unit)), [], { last: null, wasKnown: true, now: 0 }).text;

it('blames a condition for a unit that is stopped only where systemd has looked at one', () => {
  expect(textOf({ ...stopped, ConditionTimestampMonotonic: '0' })).toBe('unit web is stopped');
  expect(textOf({ ...stopped, ConditionTimestampMonotonic: '81234567' })).toBe(
    'unit web is stopped (a condition in its unit file is not met)',
  );
});

const job = (startedSeconds: number): string => `HostUptime=400000.12

Id=backup.service
Names=backup.service
LoadState=loaded
ActiveState=activating
SubState=start
Type=oneshot
InactiveExitTimestampMonotonic=${startedSeconds * 1_000_000}
`;
const readJob = (stdout: string) =>
  readUnitOf('backup', { exitCode: 0, stdout, stderr: '', tookMs: 1 }, { last: null, wasKnown: true, now: 0 });

it('does not take a job for busy that has been at work for more than a day', () => {
  expect(readJob(job(390_000))).toMatchObject({ outcome: 'ok', text: 'unit backup is at work' });
  expect(readJob(job(100_000))).toMatchObject({
    outcome: 'warning',
    text: 'unit backup is at work for 3 days already; does it hang?',
  });
  expect(readJob(job(100_000).replace('HostUptime=400000.12', 'HostUptime='))).toMatchObject({ outcome: 'ok' });
  expect(unitsScript(['backup.service'])).toContain('/proc/uptime');
});
