import type { PushMode } from '#core/monitor/push/createUnitPush.ts';
import { asRoot, type LabHost } from '#tests/lab/lab.ts';
import { phoenix, startUnits, unitLab, victim } from './detectLab.ts';
import { pause } from '#tests/support/pause.ts';
import { until } from '#tests/support/until.ts';
import { openWatch, untilWatched, type Watch } from './openWatch.ts';

export type Bench = {
  readonly folder: string;
  readonly sshFolder: string;
  readonly host: LabHost;
  readonly count: number;
};

type Outages = {
  readonly push: PushMode;
  /** What is done to a unit, as root on its host. */
  readonly command: (unit: string) => string;
  /** Milliseconds between two outages; they overlap where telling takes longer. */
  readonly everyMs: number;
};

const limitMs = 60_000;

/** Milliseconds from each outage to its notification. Each unit has one outage, in front of a fresh watch. */
export async function unitOutages(bench: Bench, outages: Outages): Promise<readonly number[]> {
  const { host, count } = bench;
  await startUnits(host, count);
  const names = Array.from({ length: count }, (_, index) => victim(index + 1));
  const watch = await watchUnits(bench, names, outages.push);
  try {
    return await Promise.all(
      names.map(async (name, index) => {
        await pause(index * outages.everyMs);
        const startedAt = Number(await asRoot(host, `date +%s%N; ${outages.command(name)}`)) / 1e6;
        await until(() => watch.toldAt.has(name), `the notification of ${name}`, limitMs);
        return (watch.toldAt.get(name) ?? Number.NaN) - startedAt;
      }),
    );
  } finally {
    await watch.close();
  }
}

/** How many of the units that systemd starts again were told of by nobody. */
export async function restartsKeptQuiet(bench: Bench, push: PushMode): Promise<number> {
  const { host, count } = bench;
  const names = Array.from({ length: count }, (_, index) => phoenix(index + 1));
  const watch = await watchUnits(bench, names, push);
  try {
    await Promise.all(
      names.map(async (name, index) => {
        await pause(index * 500);
        await asRoot(host, `systemctl kill -s KILL ${name}`);
        await until(async () => (await restartsOf(host, name)) > 0, `the restart of ${name}`, limitMs);
      }),
    );
    // Whoever would speak late gets two more rounds.
    await pause(30_000);
    return names.filter((name) => !watch.toldAt.has(name)).length;
  } finally {
    await watch.close();
  }
}

async function watchUnits(
  { folder, sshFolder, host }: Bench,
  names: readonly string[],
  push: PushMode,
): Promise<Watch> {
  const watch = await openWatch(folder, unitLab(host, names), { sshFolder, push });
  await untilWatched(watch, push === 'off' ? [] : [`lab${host.index}`]);
  return watch;
}

async function restartsOf(host: LabHost, unit: string): Promise<number> {
  return Number(
    await asRoot(host, `systemctl is-active -q ${unit} && systemctl show --value -p NRestarts ${unit} || echo 0`),
  );
}
