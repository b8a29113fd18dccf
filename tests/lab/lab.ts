import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const script = path.join(import.meta.dirname, 'lab.sh');
/** lab.sh reads the same variables. */
const folder = (): string => process.env['LAB'] ?? '/var/tmp/sitrep-lab';
const cache = (): string => process.env['LAB_CACHE'] ?? folder();
const network = (): string => process.env['NET'] ?? '10.213.0';

/** From now on this process means a lab beside the usual one; they share the key and the cached root file system. */
export function useLabOfItsOwn(own: { readonly prefix: string; readonly network: string }): void {
  const shared = cache();
  Object.assign(process.env, {
    LAB: `${shared}-${own.prefix}`,
    LAB_CACHE: shared,
    NET: own.network,
    BR: `${own.prefix}br0`,
    PFX: own.prefix,
  });
}

/** Why the lab of real systemd hosts cannot run here, in words for the test report; null where it can. */
export function labUnavailable(): string | null {
  if (process.env['SITREP_NO_LAB'] === '1') return 'SITREP_NO_LAB=1 switches the systemd lab off';
  if (process.platform !== 'linux') return 'the systemd lab needs Linux';
  if (process.getuid?.() !== 0) return 'the systemd lab needs root (namespaces, loop disks)';
  if (!existsSync('/sys/fs/cgroup') || !existsSync('/dev/loop-control'))
    return 'the systemd lab needs cgroups and loop devices';
  if (!existsSync('/usr/bin/apt-get')) return 'the systemd lab builds its hosts with apt, which is not here';
  return null;
}

export type LabHost = {
  readonly index: number;
  readonly address: string;
  readonly user: 'ops';
  readonly keyFile: string;
};

async function labCommand(...words: readonly string[]): Promise<string> {
  const { stdout } = await run(script, [...words], { maxBuffer: 16 * 1024 * 1024, timeout: 240_000 });
  return stdout;
}

/** Boots hosts 1 to `count` on a private bridge; the first call on a machine builds their root file system (about 30 s). */
export async function labUp(count: number): Promise<readonly LabHost[]> {
  await labCommand('up', String(count));
  return Array.from({ length: count }, (_, offset) => labHost(offset + 1));
}

/** Kills the hosts and removes their disks and networks; the root file system stays cached. */
export async function labDown(): Promise<void> {
  await labCommand('down');
}

export function labHost(index: number): LabHost {
  return { index, address: `${network()}.${10 + index}`, user: 'ops', keyFile: path.join(cache(), 'id_ed25519') };
}

/** Runs a shell line as root inside the host without SSH. */
export async function asRoot(host: LabHost, line: string): Promise<string> {
  return await labCommand('root', String(host.index), 'sh', '-c', line);
}

/** The process id of the host's PID 1, as seen from here; `nsenter` takes it. */
export const leaderOf = async (host: LabHost) => Number(await labCommand('leader', String(host.index)));
/** The folder of the host's cgroup. */
export const cgroupOf = async (host: LabHost) => (await labCommand('cgroup', String(host.index))).trim();

/** Power loss: cable dead, unsynced writes lost, everything killed, no FIN and no RST. */
export const powerOff = (host: LabHost) => labCommand('off', String(host.index));
/** A proper shutdown; `powerOn` starts it again. */
export const shutDown = (host: LabHost) => labCommand('halt', String(host.index));
export const powerOn = (host: LabHost) => labCommand('on', String(host.index));
/** Freezes every process: TCP still connects, nothing answers. */
export const pause = (host: LabHost) => labCommand('pause', String(host.index));
export const resume = (host: LabHost) => labCommand('resume', String(host.index));
/** Pulls the cable: silence. */
export const cutCable = (host: LabHost) => labCommand('cut', String(host.index));
/** The same, done when it returns. */
export const cutCableNow = (host: LabHost): void => void execFileSync(script, ['cut', String(host.index)]);
export const healCable = (host: LabHost) => labCommand('heal', String(host.index));
/** Drops this share of the packets each way; 0 ends it. */
export const losePackets = (host: LabHost, percent: number) => labCommand('loss', String(host.index), String(percent));
/** Limits the rate both ways, `16kbit`; `off` ends it. */
export const limitRate = (host: LabHost, rate: string) => labCommand('slow', String(host.index), rate);
/** A fresh disk with a new host key. */
export const factoryReset = (host: LabHost) => labCommand('reset', String(host.index));

/** An ssh folder with a `config` that names the hosts `lab1`, `lab2`, ...; its known_hosts is empty, as for a newcomer. */
export async function writeSshFolder(target: string, hosts: readonly LabHost[]): Promise<void> {
  await mkdir(target, { recursive: true, mode: 0o700 });
  const sections = hosts.map((host) =>
    [
      `Host lab${host.index}`,
      `  HostName ${host.address}`,
      `  User ${host.user}`,
      `  IdentityFile ${host.keyFile}`,
      '  IdentitiesOnly yes',
      `  UserKnownHostsFile ${path.join(target, 'known_hosts')}`,
      '  ConnectTimeout 5',
    ].join('\n'),
  );
  await writeFile(path.join(target, 'config'), `${sections.join('\n\n')}\n`, { mode: 0o600 });
}
