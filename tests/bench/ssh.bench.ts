import { rm } from 'node:fs/promises';
import { makeFolder } from '#tests/core/ssh/sshd.ts';
import type { BenchOptions, Figure } from './figures.ts';
import { openBenchHost } from './ssh/benchHost.ts';
import { measureCycle } from './ssh/measureCycle.ts';
import { measureFleet } from './ssh/measureFleet.ts';

/** The twelve-check cycle beside its peers and its limit, then whole fleets at a cycle of 15 s. */
export async function bench(options: BenchOptions): Promise<readonly Figure[]> {
  const folder = await makeFolder();
  try {
    return [...(await cycle(folder, options)), ...(await measureFleet(folder, options))];
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function cycle(folder: string, options: BenchOptions): Promise<readonly Figure[]> {
  const host = await openBenchHost(folder);
  try {
    process.stdout.write(`The cycle of twelve checks on ${host.what}\n`);
    return await measureCycle(host, options);
  } finally {
    await host.close();
  }
}
