import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { asRoot, leaderOf, type LabHost } from '#tests/lab/lab.ts';
import { startUnits, victim, victimCommand } from './detectLab.ts';
import { pause } from '#tests/support/pause.ts';
import { until } from '#tests/support/until.ts';

const run = promisify(execFile);
const installed = '/usr/bin/monit';
const limitMs = 30_000;

/**
 * Monit on the host itself, with a cycle of 1 s, its shortest: milliseconds from each outage to the program that it runs
 * then. Null where Debian's package cannot be had.
 */
export async function monitOutages(folder: string, host: LabHost, count: number): Promise<readonly number[] | null> {
  const program = await findMonit(folder);
  if (program === null) return null;
  await startUnits(host, count);
  await cp(program, `/proc/${await leaderOf(host)}/root/usr/local/bin/monit`);
  await asRoot(host, `mkdir -p /run/told; umask 077; cat >/run/monitrc <<'END'\n${settings(count)}\nEND`);
  await asRoot(host, 'systemd-run -q --unit=monit /usr/local/bin/monit -I -c /run/monitrc');
  try {
    const looks = async (): Promise<boolean> =>
      Number(await asRoot(host, 'grep -c "Monit .* started\\|Starting Monit" /run/monit.log || true')) > 0;
    await until(looks, 'Monit to look at all', limitMs);
    await pause(3_000);
    const tookMs: number[] = [];
    for (let index = 1; index <= count; index += 1) tookMs.push(await outage(host, victim(index)));
    return tookMs;
  } finally {
    await asRoot(host, 'systemctl stop monit');
  }
}

async function outage(host: LabHost, name: string): Promise<number> {
  // Not in step with its cycle.
  await pause(Math.random() * 1_000);
  const startedAt = Number(await asRoot(host, `date +%s%N; systemctl kill -s KILL ${name}`));
  const told = (): Promise<string> => asRoot(host, `cat /run/told/${name} 2>/dev/null || true`);
  await until(async () => (await told()) !== '', `Monit's word of ${name}`, limitMs);
  return (Number(await told()) - startedAt) / 1e6;
}

function settings(count: number): string {
  const checks = Array.from({ length: count }, (_, index) => {
    const name = victim(index + 1);
    const tell = `/bin/sh -c 'date +%s%N >/run/told/${name}'`;
    return `check process ${name} matching "^${victimCommand(index + 1)}$"\n  if does not exist then exec "${tell}"`;
  });
  const files = ['logfile', 'pidfile', 'statefile', 'idfile'].map(
    (what) => `set ${what} /run/monit.${what === 'logfile' ? 'log' : what}`,
  );
  return ['set daemon 1', ...files, ...checks].join('\n');
}

/** Debian's binary, from its package where it is not installed. */
async function findMonit(folder: string): Promise<string | null> {
  if (existsSync(installed)) return installed;
  const own = path.join(folder, 'monit');
  await mkdir(own);
  try {
    await run('sh', ['-c', 'apt-get download -q monit && dpkg-deb -x monit_*.deb .'], { cwd: own });
    return path.join(own, 'usr/bin/monit');
  } catch (error) {
    process.stdout.write(`Monit is left out: ${String(error)}\n`);
    return null;
  }
}
