import { powerOff, powerOn, type LabHost } from '#tests/lab/lab.ts';
import { systemClock } from '#core/ports/systemClock.ts';
import { hostLab } from './detectLab.ts';
import { pause } from '#tests/support/pause.ts';
import { until } from '#tests/support/until.ts';
import { openWatch, untilWatched } from './openWatch.ts';

/** Between two power losses: some hosts are always there, so none is taken for all of them. */
const everyMs = 8_000;
const limitMs = 120_000;

/** Milliseconds from the power loss of each host to its notification, each round in front of a fresh watch. */
export async function powerLosses(
  place: { readonly folder: string; readonly sshFolder: string },
  hosts: readonly LabHost[],
  rounds: number,
): Promise<readonly number[]> {
  const tookMs: number[] = [];
  for (let round = 0; round < rounds; round += 1) tookMs.push(...(await oneRound(place, hosts)));
  return tookMs;
}

async function oneRound(
  { folder, sshFolder }: { readonly folder: string; readonly sshFolder: string },
  hosts: readonly LabHost[],
): Promise<readonly number[]> {
  const clock = systemClock();
  const watch = await openWatch(folder, hostLab(hosts), { sshFolder, push: 'dbus' });
  try {
    await untilWatched(watch, []);
    return await Promise.all(
      hosts.map(async (host, index) => {
        await pause(index * everyMs);
        const startedAt = clock.now();
        await powerOff(host);
        const id = `lab${host.index}`;
        await until(() => watch.toldAt.has(id), `the notification of ${id}`, limitMs);
        await powerOn(host);
        return (watch.toldAt.get(id) ?? Number.NaN) - startedAt;
      }),
    );
  } finally {
    await watch.close();
  }
}
