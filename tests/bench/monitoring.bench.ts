import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'yaml';
import { makeFolder } from '#tests/core/ssh/sshd.ts';
import { minuteMs, secondMs } from '#shared/time/instant.ts';
import { median, type BenchOptions, type Figure } from './figures.ts';
import type { WatchSample } from './monitoring/watchSample.ts';
import { fleetHostName, startFleet } from './ssh/fleetServer.ts';

const forms = { full: { hosts: 200, ms: 10 * minuteMs }, quick: { hosts: 50, ms: minuteMs } };
const checksPerHost = 12;
const intervalMs = 15 * secondMs;
/** What the last fifth may take more than the first one after the start. */
const flatGrowth = 1.1;

/** The whole core over many hosts with twelve checks each, asked every 15 s: none late, and memory flat. */
export async function bench({ isQuick }: BenchOptions): Promise<readonly Figure[]> {
  const { hosts, ms } = forms[isQuick ? 'quick' : 'full'];
  const folder = await makeFolder();
  await mkdir(path.join(folder, 'ssh'));
  await mkdir(path.join(folder, 'lab'));
  await writeFile(path.join(folder, 'lab', 'lab.yaml'), stringify(largeLab(hosts)));
  const server = await startFleet(path.join(folder, 'ssh'));
  try {
    process.stdout.write(`${hosts} hosts with ${checksPerHost} checks each for ${ms / minuteMs} min\n`);
    return figuresOf(hosts, await watch(folder, hosts, ms));
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** All hosts are the same machine here, so most checks cost it little: what is measured is who asks, not who answers. */
function largeLab(hosts: number): unknown {
  const indexes = Array.from({ length: hosts }, (_, index) => index);
  const cheap = Array.from({ length: checksPerHost - 3 }, (_, index) => index);
  return {
    version: 1,
    settings: { interval: intervalMs / secondMs },
    hosts: indexes.map((index) => {
      const id = fleetHostName(index);
      const plugins = cheap.map((number) => ({
        id: `${id}-plugin${number}`,
        kind: 'plugin',
        interval: intervalMs / secondMs,
        command: `printf 'OK - all is well | level=%d%%;80;90\\n' ${number}`,
      }));
      const checks = [
        { id: `${id}-reachable`, kind: 'reachable' },
        { id: `${id}-memory`, kind: 'memory' },
        // The load of the machine that plays all the hosts says nothing of them.
        { id: `${id}-load`, kind: 'load', warning: 5_000, critical: 9_000 },
        ...plugins,
      ];
      return { id, access: { transport: 'ssh2', alias: id }, checks };
    }),
  };
}

async function watch(folder: string, hosts: number, ms: number): Promise<WatchSample> {
  const words = [folder, hosts, ms / secondMs, intervalMs].map(String);
  const client = fork(path.join(import.meta.dirname, 'monitoring/watchClient.ts'), words, {
    execArgv: ['--expose-gc'],
  });
  const ended = once(client, 'exit').then(([code]) => {
    throw new Error(`the watching process ended with status ${String(code)}`);
  });
  const [sample] = (await Promise.race([once(client, 'message'), ended])) as [WatchSample];
  await ended.catch(() => undefined);
  return sample;
}

function figuresOf(hosts: number, sample: WatchSample): readonly Figure[] {
  const { rssMb, checkCount, notOk, notifications, late, worstAgeMs } = sample;
  const fifth = Math.max(1, Math.floor(rssMb.length / 5));
  const [first, last] = [median(rssMb.slice(0, fifth)), median(rssMb.slice(-fifth))];
  const named = (name: string): string => `monitoring-${hosts}-${name}`;
  return [
    { id: named('checks'), value: checkCount, unit: 'checks', holds: checkCount === hosts * checksPerHost },
    { id: named('all-seen-s'), value: sample.startMs / secondMs, unit: 's' },
    { id: named('late-answers'), value: late, unit: 'times', holds: late === 0 },
    { id: named('oldest-answer-s'), value: worstAgeMs / secondMs, unit: 's' },
    { id: named('answers-per-s'), value: sample.answersPerS, unit: '1/s' },
    { id: named('not-ok'), value: notOk, unit: 'checks', holds: notOk === 0 && notifications === 0 },
    { id: named('cpu-share'), value: sample.cpuShare, unit: '% of a core' },
    { id: named('rss-mb'), value: last, unit: 'MiB' },
    { id: named('rss-growth'), value: last / first, unit: 'times', holds: last / first <= flatGrowth },
  ];
}
