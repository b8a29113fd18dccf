import { formatSpan } from '#shared/check/formatAmount.ts';
import { dayMs, minuteMs, secondMs } from '#shared/time/instant.ts';
import { unknownReading, type ReadContext, type Reading } from './reading.ts';

export type UnitProperties = ReadonlyMap<string, string>;

/** How long systemd may be at work on a unit before that counts as a problem that stays. */
const startLimitMs = 90 * secondMs;
const restartLimitMs = 12 * secondMs;
/** Backups and the like are done by then. */
const longestJobMs = dayMs;

/** Not of systemd: computed from the uptime of the host. */
export const activeForSeconds = 'ActiveForSeconds';

/** What systemd's own view of a unit means for somebody who wants it to work. `started` is what a timer triggers. */
export function readUnit(
  name: string,
  unit: UnitProperties,
  started: readonly UnitProperties[],
  context: ReadContext,
): Reading {
  const label = `unit ${name.replace(/\.service$/, '')}`;
  const loaded = unit.get('LoadState') ?? '';
  const isActive = unit.get('ActiveState') === 'active';
  if (loaded === 'not-found' && !isActive) return notFound(label, context);
  if (name.endsWith('.timer') && isActive) return readTimer(label, unit, started, context);
  const reading = readActivity(label, name, unit);
  const restarts = Number(unit.get('NRestarts') ?? Number.NaN);
  const running = { name: 'active', value: reading.outcome === 'ok' ? 1 : 0, unit: '' };
  if (Number.isNaN(restarts)) return { ...reading, values: [running] };
  return { ...reading, restarts, values: [running, { name: 'restarts', value: restarts, unit: 'c' }] };
}

function notFound(label: string, { wasKnown }: ReadContext): Reading {
  if (!wasKnown) return unknownReading(`${label} does not exist on this host; correct its name in the check`);
  return { outcome: 'critical', text: `${label} is gone: it does not exist any more`, values: [] };
}

function readActivity(label: string, name: string, unit: UnitProperties): Reading {
  const sub = unit.get('SubState') ?? '';
  const active = unit.get('ActiveState') ?? 'none';
  switch (active) {
    case 'active':
    case 'reloading':
    case 'refreshing':
      return {
        outcome: 'ok',
        text: `${label} is ${sub === 'exited' ? 'done and active' : sub || 'active'}`,
        values: [],
      };
    case 'activating':
      return activating(label, sub, unit);
    case 'deactivating':
      return { outcome: 'critical', text: `${label} is stopping`, values: [], settlesWithinMs: restartLimitMs };
    case 'failed':
      return { outcome: 'critical', text: `${label} failed: ${failureOf(unit)}`, values: [], final: true };
    case 'maintenance':
      return { outcome: 'warning', text: `${label} is in maintenance`, values: [] };
    case 'inactive':
      return readInactive(label, name, unit);
    default:
      return unknownReading(`${label} is in a state that is not known: ${active}`);
  }
}

function activating(label: string, sub: string, unit: UnitProperties): Reading {
  if (sub === 'auto-restart' || sub === 'auto-restart-queued') {
    const text = `${label} died (${failureOf(unit)}) and waits for its restart`;
    return { outcome: 'critical', text, values: [], settlesWithinMs: restartLimitMs };
  }
  if (unit.get('Type') === 'oneshot') return atWork(label, Number(unit.get(activeForSeconds) ?? 0) * secondMs);
  return { outcome: 'critical', text: `${label} is starting`, values: [], settlesWithinMs: startLimitMs };
}

/** systemd sets no limit to a one-shot, so one that hangs would look busy for ever. */
function atWork(label: string, forMs: number): Reading {
  if (forMs < longestJobMs) return { outcome: 'ok', text: `${label} is at work`, values: [] };
  return {
    outcome: 'warning',
    text: `${label} is at work for ${formatSpan(forMs)} already; does it hang?`,
    values: [],
  };
}

/** Stopped is fine only for what is not meant to run all the time. */
function readInactive(label: string, name: string, unit: UnitProperties): Reading {
  if (unit.get('LoadState') === 'masked')
    return { outcome: 'critical', text: `${label} is stopped and masked`, values: [] };
  const loadError = unit.get('LoadError') ?? '';
  if (!['loaded', 'not-found', ''].includes(unit.get('LoadState') ?? '')) {
    return {
      outcome: 'critical',
      text: `${label} cannot be loaded: ${loadError || unit.get('LoadState')}`,
      values: [],
    };
  }
  const triggers = unit.get('TriggeredBy') ?? '';
  const isJob = unit.get('Type') === 'oneshot' && unit.get('RemainAfterExit') !== 'yes';
  if (name.endsWith('.service') && (isJob || triggers !== '')) return readJob(label, unit, triggers);
  // Of a unit that was not started yet systemd says `no` as well, at the time 0.
  const wasAsked = !['', '0'].includes(unit.get('ConditionTimestampMonotonic') ?? '');
  const isUnmet = wasAsked && unit.get('ConditionResult') === 'no';
  const condition = isUnmet ? ' (a condition in its unit file is not met)' : '';
  return { outcome: 'critical', text: `${label} is stopped${condition}`, values: [] };
}

function readJob(label: string, unit: UnitProperties, triggers: string): Reading {
  const result = unit.get('Result') ?? 'success';
  if (result !== 'success') {
    return { outcome: 'critical', text: `${label}: the last run failed: ${failureOf(unit)}`, values: [], final: true };
  }
  const ended = unit.get('ExecMainExitTimestamp') ?? '';
  if (ended !== '' && ended !== 'n/a')
    return { outcome: 'ok', text: `${label}: the last run succeeded (${ended})`, values: [] };
  return { outcome: 'ok', text: `${label} waits for ${triggers || 'its first run'}`, values: [] };
}

/** A timer is as good as what it starts. */
function readTimer(
  label: string,
  unit: UnitProperties,
  started: readonly UnitProperties[],
  context: ReadContext,
): Reading {
  const jobs = started.map((job) => readUnit(job.get('Id') ?? 'its unit', job, [], context));
  const bad = jobs.find((job) => job.outcome !== 'ok' && job.settlesWithinMs === undefined);
  const last = unit.get('LastTriggerUSec') ?? '';
  const text =
    bad === undefined
      ? `${label} waits; last run ${last === '' || last === 'n/a' ? 'not yet' : last}`
      : `${label}: ${bad.text}`;
  const values = [{ name: 'active', value: bad === undefined ? 1 : 0, unit: '' }];
  if (bad === undefined) return { outcome: 'ok', text, values };
  return { outcome: bad.outcome, text, values, ...(bad.final === true ? { final: true } : {}) };
}

const results: Readonly<Record<string, string>> = {
  'start-limit-hit': 'it was restarted too often in a short time',
  'oom-kill': 'the kernel killed it for want of memory',
  watchdog: 'its watchdog got no sign of life',
  resources: 'systemd could not give it what it needs',
  protocol: 'it did not start up as its unit file says',
};

/** `exit status 1`, `killed by signal 9`, `timeout`: what is known of its end. */
function failureOf(unit: UnitProperties): string {
  const result = unit.get('Result') ?? '';
  const status = unit.get('ExecMainStatus') ?? '0';
  const code = unit.get('ExecMainCode') ?? '0';
  const ending = ((): string => {
    if (status === '0') return '';
    return code === '1' ? `exit status ${status}` : `killed by signal ${status}`;
  })();
  const known = results[result];
  if (known !== undefined) return ending === '' ? known : `${known}, last with ${ending}`;
  if (result === 'timeout') return `it took too long${ending === '' ? '' : `, ${ending}`}`;
  return ending || result || 'no reason given';
}

/** Restarts by systemd within this time that make a crash loop. */
export const restartLoop = { count: 5, withinMs: minuteMs } as const;
