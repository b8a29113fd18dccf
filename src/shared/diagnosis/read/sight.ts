import type { Scene } from './scene.ts';

/** What an output must hold to have seen anything, and why it does not where it holds none. */
const signs: Readonly<Record<string, readonly [RegExp, string]>> = {
  'Last journal lines': [/\S/, 'the journal is empty, or not readable for this user'],
  'Way to its files': [/^f: \//m, 'the unit names no files, or this host cannot show the way to them'],
  'Files of the service': [
    /^[dlpsbc-][rwxsStT-]{9}/m,
    'no folder of the service is known, or this host cannot list it',
  ],
  'Who listens': [/^LISTEN/m, 'this host does not show who listens'],
  'What it needs': [/^Id=/m, 'systemd did not say what it needs'],
  'Failed units': [/^(?:running|degraded|starting|maintenance)$/m, 'systemd did not say which units failed'],
  'Disk space': [/\d% +\//, 'df said nothing'],
  Memory: [/^MemAvailable:/m, '/proc/meminfo does not say'],
  'Uptime and load': [/^\d+\.\d+ /, '/proc does not say'],
  'What it calls': [/^(?:HTTP\/|curl: \()/m, 'no address is known that it calls, or this host has no curl'],
  'Who asks most': [/^== \/[^]*-- status\n *\d/m, 'there is no access log that this user may read'],
  'Names and routes': [
    /^(?:nameserver|== default \S|\S+ +(?:UP|DOWN|UNKNOWN)\b)/m,
    'this host does not show names and routes',
  ],
  'Whether JSON is whole': [/^== \//m, 'no JSON file of the service is known'],
  'Configuration check': [/^checked$/m, 'this host has no check for the configuration of the unit'],
  'Changed files': [/^\d+\.\d+ \d/m, 'this host does not show when files were changed'],
};

/** Why a look saw nothing; null where it saw something, so that its silence about a trouble means something. */
export function unseenWhy(scene: Scene, title: string): string | null {
  const failure = scene.failure(title);
  if (failure !== null) return failure;
  const [sign, why] = signs[title] ?? [/\S/, 'it said nothing'];
  return sign.test(scene.output(title)) ? null : why;
}
