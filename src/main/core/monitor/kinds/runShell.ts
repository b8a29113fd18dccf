import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** How a shell script ended; `exitCode` is null where it was still running when its time was over. */
export type ShellEnd = { readonly exitCode: number | null; readonly stdout: string; readonly stderr: string };

const mostBytes = 1024 * 1024;

/**
 * Runs a script with `sh` on this computer, as `LC_ALL=C`. When the signal fires its whole process group is killed, so
 * that nothing it started goes on; a script that had ended by then, but left something running, counts as ended. Output
 * beyond 1 MiB is left out. Rejects where there is no `sh`.
 */
export function runShell(script: string, signal: AbortSignal): Promise<ShellEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', script], {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, LC_ALL: 'C' },
    });
    const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
    let exitCode: number | null = null;
    const settle = (): void => {
      signal.removeEventListener('abort', stop);
      resolve({ exitCode, stdout: stdout(), stderr: stderr() });
    };
    const stop = (): void => {
      killGroup(child.pid);
      settle();
    };
    child.once('error', reject);
    child.once('exit', (code, killedBy) => {
      exitCode = code ?? 128 + (killedBy === null ? 0 : constants.signals[killedBy]);
    });
    child.once('close', settle);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
}

/** What a stream has said so far, from its beginning. */
function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => {
    if (bytes < mostBytes) chunks.push(chunk);
    bytes += chunk.length;
  });
  return () => Buffer.concat(chunks).toString('utf8');
}

function killGroup(groupId: number | undefined): void {
  if (groupId === undefined) return;
  try {
    process.kill(-groupId, 'SIGKILL');
  } catch (error) {
    // It has ended by itself meanwhile.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
