import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { secondMs } from '#shared/time/instant.ts';
import type { BenchOptions, Figure } from '../figures.ts';
import { startFleet } from './fleetServer.ts';

/** What the process that keeps a fleet says at its end. Processor time is that of the cycles, without connecting. */
export type FleetSample = {
  readonly connectMs: number;
  readonly notConnected: number;
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly rssMb: number;
  readonly lateCycles: number;
  readonly lostAnswers: number;
};

const cycleMs = 15 * secondMs;
/** A host of the largest fleet may cost this much more than one of the fleet before it. */
const allowedGrowth = 1.5;

/** Fleets of growing size at a cycle of 15 s. */
export async function measureFleet(folder: string, options: BenchOptions): Promise<readonly Figure[]> {
  const sizes = options.isQuick ? [10, 50] : [10, 100, 200, 500];
  const cycles = options.isQuick ? 1 : 3;
  const server = await startFleet(folder);
  const figures: Figure[] = [];
  const costs: number[] = [];
  try {
    for (const size of sizes) {
      const sample = await follow(server.sshFolder, size, cycles);
      costs.push(sample.cpuMs / size / cycles);
      figures.push(...figuresOf(size, sample, costs.at(-1) ?? 0));
    }
  } finally {
    await server.stop();
  }
  const [smaller, largest] = costs.slice(-2);
  if (smaller === undefined || largest === undefined) return figures;
  const value = largest / smaller;
  return [...figures, { id: 'fleet-cost-per-host-growth', value, unit: 'times', holds: value <= allowedGrowth }];
}

async function follow(sshFolder: string, size: number, cycles: number): Promise<FleetSample> {
  process.stdout.write(`A fleet of ${size} hosts for ${cycles} cycles of ${cycleMs / secondMs} s\n`);
  const client = fork(path.join(import.meta.dirname, 'fleetClient.ts'), [
    sshFolder,
    `${size}`,
    `${cycles}`,
    `${cycleMs}`,
  ]);
  const ended = once(client, 'exit').then(([code]) => {
    throw new Error(`the fleet's client ended with status ${String(code)}`);
  });
  const [sample] = (await Promise.race([once(client, 'message'), ended])) as [FleetSample];
  await ended.catch(() => undefined);
  return sample;
}

function figuresOf(size: number, sample: FleetSample, cpuPerHostCycleMs: number): readonly Figure[] {
  const { connectMs, notConnected, cpuMs, wallMs, rssMb, lateCycles, lostAnswers } = sample;
  return [
    { id: `fleet-${size}-client-cpu-share`, value: (100 * cpuMs) / wallMs, unit: '% of a core' },
    { id: `fleet-${size}-client-cpu-per-cycle-ms`, value: cpuPerHostCycleMs, unit: 'ms per host' },
    { id: `fleet-${size}-rss-mb`, value: rssMb, unit: 'MiB' },
    { id: `fleet-${size}-late-cycles`, value: lateCycles, unit: 'cycles', holds: lateCycles === 0 },
    { id: `fleet-${size}-lost-answers`, value: lostAnswers, unit: 'answers', holds: lostAnswers === 0 },
    { id: `fleet-${size}-connect-ms`, value: connectMs, unit: 'ms', holds: notConnected === 0 },
  ];
}
