import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { resolveChecks } from '#core/monitor/resolveChecks.ts';
import { askOf } from '#core/monitor/kinds/askOf.ts';
import type { Reading } from '#core/monitor/kinds/reading.ts';
import { answerOf, planProbe } from '#core/monitor/watch/probePlan.ts';
import { systemClock } from '#core/ports/systemClock.ts';
import { localTransport } from '#core/ssh/channel/localTransport.ts';
import { createProbeChannel } from '#core/ssh/channel/probeChannel.ts';
import type { CheckDefinition } from '#shared/check/checkDefinition.ts';
import { host, lab } from '../monitorBench.ts';

/** A computer with one kind of shell and tools, asked through the real probe channel. */
export type ShellHost = {
  /** The readings of these checks, asked in one round trip. */
  readonly ask: (checks: readonly CheckDefinition[]) => Promise<Readonly<Record<string, Reading>>>;
  readonly close: () => void;
};

export type ShellName = 'dash' | 'bash' | 'busybox';
export const shellNames: readonly ShellName[] = ['dash', 'bash', 'busybox'];

/** Scripts by the name of the command that they stand in for. */
export type StandIns = Readonly<Record<string, string>>;

/** With `busybox` nothing but its own tools is on the path, as on Alpine. */
export async function shellHost(shell: ShellName, standIns: StandIns = {}, wasKnown = true): Promise<ShellHost> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sitrep-shell-'));
  for (const [name, script] of Object.entries(standIns))
    await writeFile(path.join(folder, name), script, { mode: 0o755 });
  await linkTools(shell, folder, Object.keys(standIns));
  const PATH = shell === 'busybox' ? folder : `${folder}:${process.env['PATH'] ?? ''}`;
  const transport = localTransport({ shell: path.join(folder, 'sh'), env: { ...process.env, PATH } });
  const quiet = (): void => undefined;
  const clock = systemClock();
  const channel = createProbeChannel({
    transport,
    clock,
    logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  });
  return {
    ask: async (checks) => {
      const here = host('here', checks);
      const asked = resolveChecks(lab([here]), () => ({})).map((check) => ({ check, ask: askOf(check, here, clock) }));
      const plan = planProbe(asked);
      const results = await channel.probe(plan.map(({ request }) => request));
      const readings: Record<string, Reading> = {};
      for (const [index, { readers }] of plan.entries()) {
        const result = results[index];
        for (const { check, read, readSilence } of readers) {
          const silence = result?.kind === 'timedOut' ? readSilence?.(check.rhythm.timeoutMs / 1000) : undefined;
          if (silence !== undefined) readings[check.check.id] = silence;
          else if (result?.kind !== 'answered') throw new Error(`${check.check.id}: ${JSON.stringify(result)}`);
          else readings[check.check.id] = read(answerOf(result), { last: null, wasKnown, now: clock.now() });
        }
      }
      return readings;
    },
    close: channel.close,
  };
}

async function linkTools(shell: ShellName, folder: string, taken: readonly string[]): Promise<void> {
  const binary = `/usr/bin/${shell}`;
  await symlink(existsSync(binary) ? binary : `/bin/${shell}`, path.join(folder, 'sh'));
  if (shell !== 'busybox') return;
  for (const name of execFileSync('busybox', ['--list'], { encoding: 'utf8' }).trim().split('\n')) {
    if (name !== 'sh' && !taken.includes(name)) await symlink('/usr/bin/busybox', path.join(folder, name));
  }
}
