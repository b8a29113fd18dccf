import type { CheckDefinition } from '#shared/check/checkDefinition.ts';
import { formatBytes } from '#shared/check/formatAmount.ts';
import { outcomeAbove } from '#shared/check/outcomes.ts';
import { unknownReading, type Answer, type Ask, type Reading } from './reading.ts';

type MemoryCheck = Extract<CheckDefinition, { kind: 'memory' }>;

const defaultWarning = 90;
const defaultCritical = 95;

/** Memory that programs could not get any more, as the kernel estimates it; caches do not count as used. */
export function askMemory(check: MemoryCheck): Ask {
  const script = `if [ -r /proc/meminfo ]; then cat /proc/meminfo
elif command -v vm_stat >/dev/null 2>&1; then sysctl -n hw.memsize; vm_stat; fi`;
  return { where: 'host', script, read: (answer) => readMemory(check, answer) };
}

type Memory = { readonly totalBytes: number; readonly availableBytes: number; readonly swapUsedBytes: number };

function readMemory(check: MemoryCheck, answer: Answer): Reading {
  const memory = parseMeminfo(answer.stdout) ?? parseVmStat(answer.stdout);
  if (memory === null) return unknownReading('this host tells nothing of its memory (no /proc/meminfo)');
  const used = memory.totalBytes - memory.availableBytes;
  const percent = (100 * used) / memory.totalBytes;
  const warning = check.warning ?? Math.min(defaultWarning, check.critical ?? defaultWarning);
  const critical = check.critical ?? Math.max(defaultCritical, warning);
  return {
    outcome: outcomeAbove(percent, warning, critical),
    text: `memory is ${percent.toFixed(0)} % used, ${formatBytes(memory.availableBytes)} of ${formatBytes(memory.totalBytes)} available`,
    values: [
      { name: 'used', value: Math.round(percent * 10) / 10, unit: '%', warning, critical },
      { name: 'available', value: memory.availableBytes, unit: 'B' },
      { name: 'swap', value: memory.swapUsedBytes, unit: 'B' },
    ],
    gauges: [{ name: 'memory', what: 'memory', used, capacity: memory.totalBytes }],
  };
}

/** Kernels before 3.14 do not say MemAvailable; free memory and caches come near it. */
function parseMeminfo(text: string): Memory | null {
  const kib = (name: string): number | null => {
    const value = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1];
    return value === undefined ? null : Number(value);
  };
  const total = kib('MemTotal');
  const available = kib('MemAvailable') ?? (kib('MemFree') ?? 0) + (kib('Buffers') ?? 0) + (kib('Cached') ?? 0);
  if (total === null || total === 0) return null;
  const swapUsed = (kib('SwapTotal') ?? 0) - (kib('SwapFree') ?? 0);
  return {
    totalBytes: total * 1024,
    availableBytes: Math.min(available, total) * 1024,
    swapUsedBytes: swapUsed * 1024,
  };
}

function parseVmStat(text: string): Memory | null {
  const total = Number(/^(\d+)\s*$/m.exec(text)?.[1] ?? 0);
  const page = Number(/page size of (\d+) bytes/.exec(text)?.[1] ?? 0);
  if (total === 0 || page === 0) return null;
  const pages = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)\\.`, 'm').exec(text)?.[1] ?? 0);
  const available = (pages('Pages free') + pages('Pages inactive') + pages('Pages speculative')) * page;
  return { totalBytes: total, availableBytes: Math.min(available, total), swapUsedBytes: 0 };
}
