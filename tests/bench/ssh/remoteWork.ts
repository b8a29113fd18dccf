import type { ChildProcess } from 'node:child_process';
import { oneScript } from './checks.ts';
import type { BenchHost } from './benchHost.ts';
import type { Way } from './way.ts';

/** The limit: the same work done on the host by a local `sh` that is already there. Nobody waits for a network. */
export function remoteWork(host: BenchHost): Way {
  const shell = host.openShell();
  return {
    name: 'remote-work',
    cycles: 5,
    sample: async (cycles) => {
      const startedAt = performance.now();
      for (let cycle = 0; cycle < cycles; cycle += 1) await ask(shell, `${oneScript}echo cycle-is-done\n`);
      return { wallMs: (performance.now() - startedAt) / cycles, clientCpuMs: 0 };
    },
    close: async () => {
      const ended = new Promise((resolve) => shell.once('exit', resolve));
      shell.stdin?.end();
      await ended;
    },
  };
}

function ask(shell: ChildProcess, script: string): Promise<void> {
  const { stdin, stdout } = shell;
  if (stdin === null || stdout === null) throw new Error('the shell has no pipes');
  return new Promise((resolve) => {
    let said = '';
    const hear = (chunk: Buffer): void => {
      said = `${said.slice(-100)}${chunk.toString('latin1')}`;
      if (!said.endsWith('cycle-is-done\n')) return;
      stdout.off('data', hear);
      resolve();
    };
    stdout.on('data', hear);
    // Once more, so that the shell reads the whole script before it begins, as it would from `sh -c`.
    stdin.write(`{ ${script.trimEnd()}\n}\n`);
  });
}
