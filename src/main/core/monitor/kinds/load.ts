import type { CheckDefinition } from '#shared/check/checkDefinition.ts';
import { outcomeAbove } from '#shared/check/outcomes.ts';
import { unknownReading, type Answer, type Ask, type Reading } from './reading.ts';

type LoadCheck = Extract<CheckDefinition, { kind: 'load' }>;

const defaultWarning = 2;
const defaultCritical = 4;

/** The load average of 5 minutes for each core: above 1, work waits. */
export function askLoad(check: LoadCheck): Ask {
  const script = `if [ -r /proc/loadavg ]; then cat /proc/loadavg; else uptime; fi
getconf _NPROCESSORS_ONLN 2>/dev/null || nproc 2>/dev/null || grep -c ^processor /proc/cpuinfo 2>/dev/null || sysctl -n hw.ncpu`;
  return { where: 'host', script, read: (answer) => readLoad(check, answer) };
}

function readLoad(check: LoadCheck, answer: Answer): Reading {
  const [first = '', second = ''] = answer.stdout.trim().split('\n');
  const averages = first.replace(/^.*load averages?:/, '').match(/\d+[.,]\d+/g) ?? [];
  const cores = Number(/^\d+$/.exec(second.trim())?.[0] ?? Number.NaN);
  const [one, five, fifteen] = averages.map((text) => Number(text.replace(',', '.')));
  if (one === undefined || five === undefined || fifteen === undefined || !(cores > 0)) {
    return unknownReading('this host tells nothing of its load');
  }
  const perCore = five / cores;
  const warning = check.warning ?? Math.min(defaultWarning, check.critical ?? defaultWarning);
  const critical = check.critical ?? Math.max(defaultCritical, warning);
  return {
    outcome: outcomeAbove(perCore, warning, critical),
    text: `load is ${perCore.toFixed(2)} per core over 5 min (${one} ${five} ${fifteen} on ${cores} ${cores === 1 ? 'core' : 'cores'})`,
    values: [
      { name: 'perCore', value: Math.round(perCore * 100) / 100, unit: '', warning, critical },
      { name: 'load1', value: one, unit: '' },
      { name: 'load5', value: five, unit: '' },
      { name: 'load15', value: fifteen, unit: '' },
    ],
  };
}
