import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import type { CommandChannel, ShellTransport } from '../shellTransport.ts';

/** Runs commands on this computer, each in a process group of its own that `close` kills. */
export function localTransport(options: LocalOptions = {}): ShellTransport {
  return { openCommand: (command, signal) => openCommand(options, command, signal) };
}

/** The login shell and the environment; those of this process where absent. */
export type LocalOptions = { readonly shell?: string; readonly env?: NodeJS.ProcessEnv };

async function openCommand(options: LocalOptions, command: string, signal: AbortSignal): Promise<CommandChannel> {
  signal.throwIfAborted();
  const child = spawn(options.shell ?? 'sh', ['-c', command], {
    detached: true,
    cwd: homedir(),
    stdio: 'pipe',
    env: options.env ?? process.env,
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  // How it ended is told by `exit`; a command that closes its input early is nothing to report.
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on('error', () => undefined);
  let hasExited = false;
  const exit: CommandChannel['exit'] = new Promise((resolve) => {
    child.once('exit', (code, killedBy) => {
      hasExited = true;
      if (code !== null) resolve({ kind: 'exited', code });
      else resolve({ kind: 'signalled', signal: killedBy ?? 'unknown' });
    });
  });
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    exit,
    close: () => {
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
      if (!hasExited && child.pid !== undefined) killGroup(child.pid);
    },
  };
}

/** TERM, so that a probe loop can still end its batch. */
function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGTERM');
  } catch (error) {
    // The group may have ended by itself in the meantime.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
