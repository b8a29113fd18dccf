import { execFile } from 'node:child_process';

export type ProgramEnd =
  | { readonly kind: 'ended'; readonly status: number; readonly stdout: string; readonly stderr: string }
  /** There is no such program on this computer. */
  | { readonly kind: 'missing' };

/** Runs a short program to its end, killed after `timeoutMs`. Rejects only with the signal's reason. */
export async function runProgram(
  file: string,
  words: readonly string[],
  options: { readonly environment: NodeJS.ProcessEnv; readonly signal?: AbortSignal; readonly timeoutMs: number },
): Promise<ProgramEnd> {
  options.signal?.throwIfAborted();
  return await new Promise((resolve, reject) => {
    const { signal } = options;
    execFile(
      file,
      [...words],
      { env: options.environment, timeout: options.timeoutMs, maxBuffer: 4 * 1024 * 1024, ...(signal && { signal }) },
      (error, stdout, stderr) => {
        if (signal?.aborted === true) reject(signal.reason as Error);
        else if (error === null) resolve({ kind: 'ended', status: 0, stdout, stderr });
        else if (error.code === 'ENOENT') resolve({ kind: 'missing' });
        else resolve({ kind: 'ended', status: typeof error.code === 'number' ? error.code : -1, stdout, stderr });
      },
    );
  });
}
