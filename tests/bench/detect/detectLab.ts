import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { LabFile } from '#shared/lab/labFile.ts';
import { asRoot, writeSshFolder, type LabHost } from '#tests/lab/lab.ts';

/** One unit for each outage, so that none is taken for flapping. */
export const victim = (index: number): string => `victim${index}`;
export const phoenix = (index: number): string => `phoenix${index}`;
const indexes = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);

/** `sleep` with a number of its own, by which a process can be told apart. */
export const victimCommand = (index: number): string => `/bin/sleep ${100_000 + index}`;

/** Units that stay dead, and units that systemd starts again after a second. */
export async function makeUnits(host: LabHost, count: number): Promise<void> {
  const folder = '/etc/systemd/system';
  const lines = indexes(count).flatMap((index) => [
    `printf '[Service]\\nExecStart=${victimCommand(index)}\\n' >${folder}/${victim(index)}.service`,
    `printf '[Service]\\nExecStart=/bin/sleep infinity\\nRestart=always\\nRestartSec=1\\n' >${folder}/${phoenix(index)}.service`,
  ]);
  await asRoot(host, ['set -e', ...lines, 'systemctl daemon-reload'].join('\n'));
  await startUnits(host, count);
}

export async function startUnits(host: LabHost, count: number): Promise<void> {
  const names = indexes(count).flatMap((index) => [victim(index), phoenix(index)]);
  await asRoot(host, `systemctl reset-failed; systemctl start ${names.join(' ')}`);
}

/** Each unit is a service with an incident of its own; rhythm and confirmation are the defaults. */
export function unitLab(host: LabHost, names: readonly string[]): LabFile {
  const services = names.map((id) => ({
    id,
    host: `lab${host.index}`,
    variables: {},
    checks: [{ id: `${id}-unit`, kind: 'systemd-unit' as const, unit: id }],
  }));
  return { ...hostLab([host]), services };
}

/** Hosts with nothing but the question whether they are there. */
export function hostLab(hosts: readonly LabHost[]): LabFile {
  return {
    version: 1,
    hosts: hosts.map(({ index }) => ({
      id: `lab${index}`,
      access: { transport: 'ssh2', alias: `lab${index}` },
      checks: [{ id: `lab${index}-reachable`, kind: 'reachable' }],
    })),
    services: [],
    contacts: [],
    settings: {},
  };
}

/** An ssh folder that knows the hosts and their keys. */
export async function writeKnownHosts(folder: string, hosts: readonly LabHost[]): Promise<string> {
  const sshFolder = path.join(folder, 'ssh');
  await mkdir(sshFolder, { recursive: true });
  await writeSshFolder(sshFolder, hosts);
  const keys = await Promise.all(
    hosts.map(
      async (host) => `${host.address} ${await asRoot(host, 'cut -d" " -f1,2 /etc/ssh/ssh_host_ed25519_key.pub')}`,
    ),
  );
  await writeFile(path.join(sshFolder, 'known_hosts'), keys.join(''), { mode: 0o600 });
  return sshFolder;
}
