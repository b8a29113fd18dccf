import { pause } from '#tests/support/pause.ts';
import { connect } from 'node:net';
import { median, type BenchOptions, type Figure } from '../figures.ts';
import type { BenchHost } from './benchHost.ts';
import { remoteWork } from './remoteWork.ts';
import { sitrepWay } from './sitrepWay.ts';
import { sshPeers } from './sshPeers.ts';
import type { Way } from './way.ts';

type Medians = { readonly wallMs: number; readonly clientCpuMs: number; readonly serverCpuMs: number | null };

/** Ours may take this much more than the remote work alone, and one round trip. */
const allowedOverLimit = 1.15;
/** So many times less processor time of the client than one exec per check. */
const timesFrugal = 10;

/** Every way in turn, round after round, so that all of them meet the same noise. */
export async function measureCycle(host: BenchHost, options: BenchOptions): Promise<readonly Figure[]> {
  const ways: readonly Way[] = [await sitrepWay(host), remoteWork(host), ...(await sshPeers(host))];
  const taken = new Map<string, { wall: number[]; client: number[]; server: number[] }>();
  // A program that runs for weeks is measured warm, and so is everything else.
  for (const way of ways) await way.sample(way.cycles * (options.isQuick ? 4 : 10));
  for (let round = 0; round < (options.isQuick ? 4 : 20); round += 1) {
    for (const way of ways) {
      const before = await host.serverCpuMs();
      const { wallMs, clientCpuMs } = await way.sample(way.cycles);
      // What the host does behind an answer belongs to it: shells that end, sessions that close.
      await pause(100);
      const after = await host.serverCpuMs();
      const rows = taken.get(way.name) ?? { wall: [], client: [], server: [] };
      taken.set(way.name, rows);
      rows.wall.push(wallMs);
      rows.client.push(clientCpuMs);
      if (before !== null && after !== null) rows.server.push((after - before) / way.cycles);
    }
  }
  const roundTripMs = await roundTrip(host.address);
  for (const way of ways) await way.close();
  const medians = new Map(
    [...taken].map(([name, { wall, client, server }]) => [
      name,
      { wallMs: median(wall), clientCpuMs: median(client), serverCpuMs: server.length === 0 ? null : median(server) },
    ]),
  );
  showTimes(medians);
  return figuresOf(medians, roundTripMs);
}

/** The medians of every way for people; the figures have the ratios. */
function showTimes(medians: ReadonlyMap<string, Medians>): void {
  const rounded = (value: number | null): number | string => (value === null ? '' : Math.round(value * 100) / 100);
  const rows = [...medians].map(([way, { wallMs, clientCpuMs, serverCpuMs }]) => ({
    way,
    'wall ms': rounded(wallMs),
    'client CPU ms': rounded(clientCpuMs),
    'server CPU ms': rounded(serverCpuMs),
  }));
  console.table(rows);
}

function figuresOf(medians: ReadonlyMap<string, Medians>, roundTripMs: number): readonly Figure[] {
  const ours = medians.get('sitrep');
  if (ours === undefined) throw new Error('nothing was measured');
  const figures: Figure[] = [];
  const unit = 'ms';
  for (const [peer, theirs] of medians) {
    if (peer === 'sitrep') continue;
    const limit = theirs.wallMs * allowedOverLimit + roundTripMs;
    const isLimit = peer === 'remote-work';
    figures.push({
      id: 'cycle-wall-ms',
      value: ours.wallMs,
      unit,
      peer,
      ratio: theirs.wallMs / ours.wallMs,
      ...(isLimit && { holds: ours.wallMs <= limit }),
    });
    if (!isLimit) {
      const ratio = theirs.clientCpuMs / ours.clientCpuMs;
      const holds = peer === 'controlmaster-each' ? { holds: ratio >= timesFrugal } : {};
      figures.push({ id: 'cycle-client-cpu-ms', value: ours.clientCpuMs, unit, peer, ratio, ...holds });
    }
    if (ours.serverCpuMs === null || theirs.serverCpuMs === null) continue;
    const ratio = theirs.serverCpuMs / ours.serverCpuMs;
    figures.push({ id: 'cycle-server-cpu-ms', value: ours.serverCpuMs, unit, peer, ratio });
  }
  figures.push({ id: 'round-trip-ms', value: roundTripMs, unit });
  return figures.toSorted((a, b) => a.id.localeCompare(b.id));
}

/** The median time that a TCP connection takes to stand. */
async function roundTrip(to: { readonly host: string; readonly port: number }): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < 20; count += 1) {
    const startedAt = performance.now();
    await new Promise<void>((resolve, reject) => {
      const socket = connect({ ...to, noDelay: true });
      socket.once('error', reject).once('connect', () => {
        times.push(performance.now() - startedAt);
        socket.destroy();
        resolve();
      });
    });
  }
  return median(times);
}
