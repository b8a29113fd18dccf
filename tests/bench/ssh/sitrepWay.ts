import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { BenchHost } from './benchHost.ts';
import type { Sample, Way } from './way.ts';

/** Sitrep itself: one `probe` of a host's session per cycle, in a process of its own. */
export async function sitrepWay(host: BenchHost): Promise<Way> {
  const child = fork(path.join(import.meta.dirname, 'sitrepClient.ts'), [host.sshFolder]);
  const ended = once(child, 'exit').then(([code]): never => {
    throw new Error(`the measured client ended with status ${String(code)}`);
  });
  // At its own end nobody waits for a message any more.
  ended.catch(() => undefined);
  const hear = async (): Promise<unknown> => {
    const [message] = (await Promise.race([once(child, 'message'), ended])) as [unknown];
    return message;
  };
  await hear();
  return {
    name: 'sitrep',
    cycles: 5,
    sample: async (cycles) => {
      child.send(cycles);
      return (await hear()) as Sample;
    },
    close: async () => {
      child.disconnect();
      await ended.catch(() => undefined);
    },
  };
}
