import { execFileSync } from 'node:child_process';
import { mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localTransport } from '#core/ssh/channel/localTransport.ts';
import type { Logger } from '#core/ports/ports.ts';
import type { ShellTransport } from '#core/ssh/shellTransport.ts';

/** The shells that stand behind `sh` on the hosts we know. busybox brings the programs that the probe loop uses. */
const programs: Readonly<Record<string, readonly string[]>> = {
  dash: ['sh'],
  bash: ['sh'],
  busybox: ['sh', 'setsid', 'timeout', 'sleep', 'cat', 'printf', 'grep', 'ps', 'tr'],
};

export type TestShell = {
  readonly name: string;
  readonly program: string;
  /** An environment in which `sh` is this shell. */
  readonly env: NodeJS.ProcessEnv;
  readonly transport: ShellTransport;
};

/** Those of dash, bash and busybox that are installed. */
export const posixShells: readonly TestShell[] = Object.keys(programs).flatMap((name) => {
  const program = findProgram(name);
  if (program === null) return [];
  const folder = mkdtempSync(join(tmpdir(), `sitrep-shell-${name}-`));
  for (const link of programs[name] ?? []) symlinkSync(program, join(folder, link));
  const env = { ...process.env, PATH: `${folder}:${process.env['PATH'] ?? ''}` };
  return [{ name, program: join(folder, 'sh'), env, transport: localTransport({ shell: join(folder, 'sh'), env }) }];
});

/** Those login shells that are installed; their syntax is not the one of sh. */
export const loginShells: readonly string[] = ['fish', 'zsh', 'csh', 'tcsh', 'bash', 'dash'].filter(
  (name) => findProgram(name) !== null,
);

function findProgram(name: string): string | null {
  try {
    return execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
}

export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** Whether a process of this id is alive (a zombie is not). */
export function isAlive(pid: number): boolean {
  try {
    return !execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })
      .trim()
      .startsWith('Z');
  } catch {
    return false;
  }
}
