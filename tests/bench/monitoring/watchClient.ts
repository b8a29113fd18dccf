// A process of its own that runs the real core over a large lab and looks at itself once a second.
// Words: the folder with `lab`, `ssh` and `data`, hosts, seconds to watch, milliseconds of an interval. Sends one
// WatchSample and ends.
import { pause } from '#tests/support/pause.ts';
import path from 'node:path';
import { createCore } from '#core/createCore.ts';
import { findResources } from '#core/ports/findResources.ts';
import { memoryVault } from '#core/ports/memoryVault.ts';
import { systemClock } from '#core/ports/systemClock.ts';
import type { CheckState } from '#shared/check/checkState.ts';
import type { WatchSample } from './watchSample.ts';

const [folder = '', ...numbers] = process.argv.slice(2);
const [hosts = 0, seconds = 0, intervalMs = 0] = numbers.map(Number);
const quiet = (): void => undefined;
const clock = systemClock();
let notifications = 0;

// A connection of an agent's user would be another measurement.
delete process.env['SSH_AUTH_SOCK'];
const core = await createCore(
  {
    clock,
    logger: { debug: quiet, info: quiet, warn: quiet, error: (message, fields) => console.error(message, fields) },
    notifier: { show: () => void (notifications += 1), withdraw: quiet, isNative: false },
    vault: memoryVault(),
    power: { onSuspend: () => quiet, onResume: () => quiet, onNetworkChange: () => quiet },
    opener: { open: () => Promise.resolve() },
    preferences: { read: () => ({}), write: quiet },
    dataFolder: path.join(folder, 'data'),
    labFolder: path.join(folder, 'lab'),
    sshFolder: path.join(folder, 'ssh'),
    assetsFolder: findResources(import.meta.dirname).assetsFolder,
  },
  { version: 'bench', shellKind: 'web', startDemo: false },
);
const checks = (): readonly CheckState[] => core.services.monitor.live().hosts.flatMap((host) => host.checks);

/** What is held: garbage that waits for its collection is no growth. */
function heldMb(): number {
  globalThis.gc?.();
  return process.memoryUsage.rss() / 1024 / 1024;
}
const sampleEveryS = 5;

const startedAt = performance.now();
const startLimitMs = 60_000 + hosts * 1_000;
while (!checks().every(({ phase }) => phase.kind === 'ok') || checks().length === 0) {
  if (performance.now() - startedAt > startLimitMs) break;
  await pause(200);
}
const startMs = performance.now() - startedAt;
const checkCount = checks().length;
const notOkAtStart = checks().filter(({ phase }) => phase.kind !== 'ok').length;
await pause(2 * intervalMs);

let late = 0;
let worstAgeMs = 0;
const answers = new Map<string, number>();
let answerCount = 0;
const rssMb: number[] = [];
const [from, before] = [performance.now(), process.cpuUsage()];
for (let second = 1; second <= seconds; second += 1) {
  await pause(from + second * 1_000 - performance.now());
  if (second % sampleEveryS === 0) rssMb.push(heldMb());
  const now = clock.now();
  for (const { checkId, last } of checks()) {
    const observedAt = last?.observedAt ?? 0;
    const ageMs = now - observedAt;
    worstAgeMs = Math.max(worstAgeMs, ageMs);
    if (ageMs > 2 * intervalMs) late += 1;
    if (answers.get(checkId) !== observedAt) answerCount += 1;
    answers.set(checkId, observedAt);
  }
}
const { user, system } = process.cpuUsage(before);
const wallMs = performance.now() - from;
const sample: WatchSample = {
  startMs,
  checkCount,
  notOk: Math.max(notOkAtStart, checks().filter(({ phase }) => phase.kind !== 'ok').length),
  notifications,
  late,
  worstAgeMs,
  answersPerS: (1_000 * answerCount) / wallMs,
  cpuShare: (100 * (user + system)) / 1_000 / wallMs,
  rssMb,
};
process.send?.(sample);
await core.close();
process.exit(0);
