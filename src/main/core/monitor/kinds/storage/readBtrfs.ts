import type { Reading } from '../reading.ts';

/**
 * `btrfs device stats`, such as `[/dev/sda].write_io_errs 0`, and `btrfs filesystem show`, which alone tells of a device
 * that is missing: its counters stand at zero. Null when it is not that.
 */
export function readBtrfs(stats: string, show: string): Reading | null {
  const counters = [...stats.matchAll(/^\[([^\]]+)\]\.(\w+)\s+(\d+)$/gm)].map(([, device = '', name = '', count]) => ({
    device,
    name,
    count: Number(count),
  }));
  if (counters.length === 0) return null;
  const bad = counters.filter(({ count }) => count > 0);
  const missing = [...new Set(counters.map(({ device }) => device))].filter((device) => !device.startsWith('/'));
  const total = bad.reduce((sum, { count }) => sum + count, 0);
  const values = [{ name: 'errors', value: total, unit: 'c' }];
  if (missing.length > 0 || /\bMISSING$|devices missing/m.test(show)) {
    const which = missing.length === 0 ? '' : ` (${missing.join(', ')})`;
    const text = `btrfs: a device is missing${which}, so a copy of the data is; put it back or replace it`;
    return { outcome: 'critical', text, values };
  }
  if (bad.length === 0) return { outcome: 'ok', text: 'btrfs: no errors were counted, no device is missing', values };
  const told = bad.map(({ device, name, count }) => `${device} ${name} ${count}`).join(', ');
  return {
    outcome: 'critical',
    text: `btrfs counted errors: ${told}; btrfs device stats -z resets the counters`,
    values,
  };
}
