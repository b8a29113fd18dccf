import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeKey, me, readPublicKey, run, startSshd } from '#tests/core/ssh/sshd.ts';
import { cgroupOf, labDown, labUnavailable, labUp, leaderOf, useLabOfItsOwn } from '#tests/lab/lab.ts';

/** One host that everybody asks, named `bench` in the configuration of `sshFolder`. */
export type BenchHost = {
  readonly what: string;
  readonly sshFolder: string;
  readonly address: { readonly host: string; readonly port: number };
  /** Processor time of everything on the host so far; null where the host is this machine itself. */
  readonly serverCpuMs: () => Promise<number | null>;
  /** An `sh` that runs on the host as the same user, without SSH between. */
  readonly openShell: () => ChildProcess;
  readonly close: () => Promise<void>;
};

/** A systemd host of the lab where there can be one, else an sshd on loopback. */
export async function openBenchHost(folder: string): Promise<BenchHost> {
  return labUnavailable() === null ? await labBenchHost(folder) : await loopbackBenchHost(folder);
}

async function labBenchHost(folder: string): Promise<BenchHost> {
  useLabOfItsOwn({ prefix: 'bch', network: '10.215.0' });
  const [host] = await labUp(1);
  if (host === undefined) throw new Error('the lab has no host');
  const [leader, cgroup] = [await leaderOf(host), await cgroupOf(host)];
  const inside = path.join(cgroup, 'bench');
  await mkdir(inside, { recursive: true });
  const sshFolder = await writeConfig(folder, { address: host.address, port: 22, user: host.user, key: host.keyFile });
  const enter = `echo $$ >${inside}/cgroup.procs; exec nsenter -t ${leader} -m -u -i -n -p -C -- setpriv --reuid ops --regid ops --init-groups env -i PATH=/usr/local/bin:/usr/bin:/bin LC_ALL=C sh`;
  return {
    what: 'a systemd host of the lab',
    sshFolder,
    address: { host: host.address, port: 22 },
    serverCpuMs: async () => {
      const stat = await readFile(path.join(cgroup, 'cpu.stat'), 'utf8');
      return Number(/^usage_usec (\d+)/m.exec(stat)?.[1]) / 1000;
    },
    openShell: () => spawn('sh', ['-c', enter], { stdio: ['pipe', 'pipe', 'inherit'] }),
    close: labDown,
  };
}

async function loopbackBenchHost(folder: string): Promise<BenchHost> {
  const key = await makeKey(path.join(folder, 'user'));
  const lines = ['MaxSessions 20', 'LogLevel ERROR'];
  const sshd = await startSshd({ folder, authorized: [await readPublicKey(key)], lines });
  const sshFolder = await writeConfig(folder, { address: '127.0.0.1', port: sshd.port, user: me, key });
  return {
    what: 'an sshd on loopback',
    sshFolder,
    address: { host: '127.0.0.1', port: sshd.port },
    serverCpuMs: () => Promise.resolve(null),
    openShell: () => spawn('sh', [], { stdio: ['pipe', 'pipe', 'inherit'] }),
    close: sshd.stop,
  };
}

async function writeConfig(
  folder: string,
  to: { readonly address: string; readonly port: number; readonly user: string; readonly key: string },
): Promise<string> {
  const knownHosts = path.join(folder, 'known_hosts');
  const { stdout } = await run('ssh-keyscan', ['-p', String(to.port), '-t', 'ed25519', to.address]);
  await writeFile(knownHosts, stdout);
  await writeFile(
    path.join(folder, 'config'),
    `Host bench
  HostName ${to.address}
  Port ${to.port}
  User ${to.user}
  IdentityFile ${to.key}
  IdentitiesOnly yes
  BatchMode yes
  LogLevel ERROR
  UserKnownHostsFile ${knownHosts}
  GlobalKnownHostsFile none
`,
  );
  return folder;
}
