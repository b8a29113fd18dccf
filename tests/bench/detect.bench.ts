import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { labDown, labUnavailable, labUp, useLabOfItsOwn } from '#tests/lab/lab.ts';
import { makeUnits, writeKnownHosts } from './detect/detectLab.ts';
import { monitOutages } from './detect/monit.ts';
import { powerLosses } from './detect/powerLosses.ts';
import { restartsKeptQuiet, unitOutages, type Bench } from './detect/unitOutages.ts';
import { median, type BenchOptions, type Figure } from './figures.ts';

const outages = { full: 30, quick: 5 };
const hostsWithoutPower = { full: 10, quick: 5 };
/** What is promised from the final failure to the notification. */
const aimsMs = { dbus: 100, journal: 600 };

/** From an outage on a real systemd host to the notification: with each push, by polling alone, and beside Monit. */
export async function bench({ isQuick }: BenchOptions): Promise<readonly Figure[]> {
  const reason = labUnavailable();
  if (reason !== null) {
    process.stdout.write(`Not measured: ${reason}.\n`);
    return [];
  }
  useLabOfItsOwn({ prefix: 'det', network: '10.221.0' });
  const size = isQuick ? 'quick' : 'full';
  const count = outages[size];
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sitrep-detect-'));
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  const [host, ...others] = await labUp(hostsWithoutPower[size] + 1);
  cleanup.defer(labDown);
  if (host === undefined) throw new Error('the lab has no host');
  await makeUnits(host, count);
  const sshFolder = await writeKnownHosts(folder, [host, ...others]);
  const units = await unitFigures({ folder, sshFolder, host, count });
  process.stdout.write(`Power losses\n`);
  const lossesMs = await powerLosses({ folder, sshFolder }, others, Math.ceil(count / others.length));
  return [...units, ...figuresOf('power-loss', lossesMs)];
}

/** Polls come every 15 s: outages are spread evenly over two rounds. */
const spreadMs = 30_000;
const killed = (unit: string): string => `systemctl kill -s KILL ${unit}`;
const stopped = (unit: string): string => `systemctl stop ${unit}`;

async function unitFigures(bench: Bench): Promise<readonly Figure[]> {
  const { folder, host, count } = bench;
  const progress = (text: string): void => void process.stdout.write(`${text}\n`);
  progress('Monit: units that fail for good');
  const monitMs = await monitOutages(folder, host, count);
  progress('D-Bus: units that fail for good');
  const dbusMs = await unitOutages(bench, { push: 'dbus', command: killed, everyMs: 1_000 });
  progress('The journal: units that fail for good');
  const journalMs = await unitOutages(bench, { push: 'journal', command: killed, everyMs: 1_500 });
  progress('Polling alone: units that fail for good');
  const pollMs = await unitOutages(bench, { push: 'off', command: killed, everyMs: spreadMs / count });
  progress('Units that are stopped, with D-Bus and without');
  const stoppedMs = await unitOutages(bench, { push: 'dbus', command: stopped, everyMs: 1_000 });
  const stoppedPollMs = await unitOutages(bench, { push: 'off', command: stopped, everyMs: spreadMs / count });
  progress('Restarts that succeed');
  const quiet = await restartsKeptQuiet(bench, 'dbus');
  const peer = monitMs === null ? null : median(monitMs);
  return [
    ...figuresOf('dbus-failed', dbusMs, { peer, aimMs: aimsMs.dbus }),
    ...figuresOf('journal-failed', journalMs, { peer, aimMs: aimsMs.journal }),
    ...figuresOf('poll-failed', pollMs, { peer }),
    ...figuresOf('stopped', stoppedMs),
    ...figuresOf('stopped-poll', stoppedPollMs),
    ...(monitMs === null ? [] : figuresOf('monit', monitMs)),
    { id: 'restarts-kept-quiet', value: quiet, unit: `of ${count}`, holds: quiet === count },
  ];
}

type Beside = { readonly peer?: number | null; readonly aimMs?: number };

function figuresOf(name: string, tookMs: readonly number[], { peer = null, aimMs }: Beside = {}): readonly Figure[] {
  const value = median(tookMs);
  return [
    {
      id: `${name}-median-ms`,
      value,
      unit: 'ms',
      ...(peer === null ? {} : { peer: `Monit, cycle of 1 s: ${Math.round(peer)} ms`, ratio: peer / value }),
      ...(aimMs === undefined ? {} : { holds: value < aimMs }),
    },
    { id: `${name}-worst-ms`, value: Math.max(...tookMs), unit: 'ms' },
  ];
}
