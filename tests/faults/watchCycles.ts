import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Figure } from '#tests/bench/figures.ts';
import type { Held } from '#tests/core/ssh/cycles.ts';

/** What a process of this size may differ by between two looks without anything being kept. */
const heapToleranceMb = 3;
const rssToleranceMb = 30;

/** Connects and disconnects this many times, and compares what the process held before and after. */
export async function watchCycles(times: number): Promise<readonly Figure[]> {
  const client = fork(path.join(import.meta.dirname, 'cyclesClient.ts'), [String(times)], {
    // A young generation of fixed size: left alone, V8 grows it for speed and keeps it, which hides what is retained.
    execArgv: ['--expose-gc', '--max-semi-space-size=1'],
  });
  const ended = once(client, 'exit').then(([code]) => {
    throw new Error(`the process of the cycles ended with status ${String(code)}`);
  });
  const [{ before, after }] = (await Promise.race([once(client, 'message'), ended])) as [{ before: Held; after: Held }];
  await ended.catch(() => undefined);
  const total = (counts: Readonly<Record<string, number>>): number =>
    Object.values(counts).reduce((sum, count) => sum + count, 0);
  const growth = (name: string, of: (held: Held) => number, unit: string, allowed: number): Figure => {
    const value = of(after) - of(before);
    return { id: `cycles-${times}-${name}-growth`, value, unit, holds: value <= allowed };
  };
  return [
    growth('listeners', ({ listeners }) => total(listeners), 'listeners', 0),
    growth('sockets', ({ resources }) => total(withoutTimers(resources)), 'handles', 0),
    growth('timers', ({ resources }) => resources['Timeout'] ?? 0, 'timers', 0),
    growth('open-files', ({ openFiles }) => openFiles, 'files', 0),
    growth('heap', ({ heapMb }) => heapMb, 'MiB', heapToleranceMb),
    growth('rss', ({ rssMb }) => rssMb, 'MiB', rssToleranceMb),
  ];
}

function withoutTimers({ Timeout: _timers, ...others }: Readonly<Record<string, number>>): Record<string, number> {
  return others;
}
