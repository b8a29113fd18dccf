// A process of its own that keeps a fleet connected and asks every host each cycle.
// Words: the ssh folder, hosts, cycles, milliseconds per cycle. Sends one FleetSample and ends.
import { pause } from '#tests/support/pause.ts';
import type { HostSession, ProbeRequest } from '#core/ssh/hostSession.ts';
import { fleetHostName } from './fleetServer.ts';
import type { FleetSample } from './measureFleet.ts';
import { openSessions } from './openSessions.ts';

const [sshFolder = '', ...numbers] = process.argv.slice(2);
const [hostCount = 0, cycles = 0, cycleMs = 0] = numbers.map(Number);

/** Twelve answers of a typical length, without work on the host: all hosts are the same two cores here. */
const requests: readonly ProbeRequest[] = Array.from({ length: 12 }, (_, index) => ({
  id: `check-${index}`,
  script: `printf '%0200d\\n' ${index}`,
  deadlineMs: 30_000,
}));

/** All hosts are the same two cores, which start this many shells at a time. */
const startedTogether = 10;

const sessions = openSessions(sshFolder);
let lateCycles = 0;
let lostAnswers = 0;

async function ask(session: HostSession, dueMs: number): Promise<void> {
  const results = await session.probe(requests);
  lostAnswers += results.filter(({ kind }) => kind !== 'answered').length;
  if (performance.now() - dueMs > cycleMs) lateCycles += 1;
}

/** Hosts have their turns spread over the cycle, as the monitor's jitter spreads them. */
async function follow(session: HostSession, firstDueMs: number): Promise<void> {
  for (let cycle = 0; cycle < cycles; cycle += 1) {
    const dueMs = firstDueMs + cycle * cycleMs;
    await pause(dueMs - performance.now());
    await ask(session, dueMs);
  }
}

const startedAt = performance.now();
const fleet = Array.from({ length: hostCount }, (_, index) =>
  sessions.of({ id: `host-${index}`, access: { transport: 'ssh2', alias: fleetHostName(index) }, checks: [] }),
);
const reached = await Promise.all(fleet.map((session) => session.connect()));
const connectMs = performance.now() - startedAt;
const failed = reached.filter((state) => state.kind === 'failed');
if (failed[0] !== undefined) process.stderr.write(`${failed.length} hosts not connected: ${failed[0].failure.text}\n`);
// The first question opens the probe channels, which belongs to connecting.
for (let first = 0; first < hostCount; first += startedTogether) {
  await Promise.all(fleet.slice(first, first + startedTogether).map((session) => ask(session, performance.now())));
}
lateCycles = 0;

const [from, before] = [performance.now(), process.cpuUsage()];
await Promise.all(fleet.map((session, index) => follow(session, from + (index / hostCount) * cycleMs)));
await pause(from + cycles * cycleMs - performance.now());
const { user, system } = process.cpuUsage(before);
const sample: FleetSample = {
  connectMs,
  notConnected: failed.length,
  cpuMs: (user + system) / 1000,
  wallMs: performance.now() - from,
  rssMb: process.memoryUsage.rss() / 1024 / 1024,
  lateCycles,
  lostAnswers,
};
process.send?.(sample);
await sessions.close();
process.exit(0);
