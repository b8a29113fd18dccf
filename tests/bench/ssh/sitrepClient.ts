// A process of its own that asks through Sitrep's SSH layer, so that its processor time is nobody else's.
// Words: the ssh folder. Messages: a number of cycles; each is answered with a sample.
import { cycleRequests } from './checks.ts';
import { openSessions } from './openSessions.ts';
import type { Sample } from './way.ts';

const sessions = openSessions(process.argv[2] ?? '');
const session = sessions.of({ id: 'bench', access: { transport: 'ssh2', alias: 'bench' }, checks: [] });

async function cycle(): Promise<void> {
  const results = await session.probe(cycleRequests);
  const missing = results.find((result) => result.kind !== 'answered');
  if (missing !== undefined) throw new Error(`${missing.id} was not answered: ${JSON.stringify(missing)}`);
}

async function sample(cycles: number): Promise<Sample> {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  for (let count = 0; count < cycles; count += 1) await cycle();
  const { user, system } = process.cpuUsage(before);
  return { wallMs: (performance.now() - startedAt) / cycles, clientCpuMs: (user + system) / 1000 / cycles };
}

await session.connect();
await cycle();
process.on('message', (cycles) => void sample(Number(cycles)).then((taken) => process.send?.(taken)));
process.on('disconnect', () => void sessions.close().then(() => process.exit(0)));
process.send?.('ready');
