import { until } from '#tests/support/until.ts';
import { spawn } from 'node:child_process';
import { access, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from '#tests/core/ssh/sshd.ts';
import type { BenchHost } from './benchHost.ts';
import { oneScript, scripts } from './checks.ts';
import type { Sample, Way } from './way.ts';

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Bash times the loop: wall, and the processor time of every program that it waited for. */
async function timed(cycles: number, oneCycle: string): Promise<Sample> {
  const loop = `TIMEFORMAT='%R %U %S'; time for ((i = 0; i < ${cycles}; i++)); do ${oneCycle}; done`;
  const { stderr } = await run('bash', ['-c', loop]);
  const [wall, user, system] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { wallMs: ((wall ?? 0) * 1000) / cycles, clientCpuMs: (((user ?? 0) + (system ?? 0)) * 1000) / cycles };
}

/** Processor time of one single-threaded process so far. */
async function cpuMsOf(pid: number): Promise<number> {
  return Number((await readFile(`/proc/${pid}/schedstat`, 'utf8')).split(' ')[0]) / 1_000_000;
}

/** A connection of `ssh -M` that stands: one `ssh` per exec joins it. */
async function openMaster(host: BenchHost): Promise<{ ssh: string; pid: number; close: () => Promise<void> }> {
  const socket = path.join(host.sshFolder, 'master');
  const config = ['-F', path.join(host.sshFolder, 'config')];
  const master = spawn('ssh', [...config, '-M', '-N', '-S', socket, 'bench'], { stdio: 'ignore' });
  const ended = new Promise((resolve) => master.once('exit', resolve));
  await until(
    () =>
      access(socket).then(
        () => true,
        () => false,
      ),
    'the ControlMaster',
  );
  return {
    ssh: ['ssh', ...config, '-S', socket, 'bench'].map(quoted).join(' '),
    pid: master.pid ?? 0,
    close: async () => {
      master.kill();
      await ended;
    },
  };
}

/** The ways of OpenSSH itself. The master's own processor time counts, since without it there is no answer. */
export async function sshPeers(host: BenchHost): Promise<readonly Way[]> {
  const master = await openMaster(host);
  const scriptFile = path.join(host.sshFolder, 'cycle.sh');
  await writeFile(scriptFile, oneScript);
  const overMaster = async (cycles: number, oneCycle: string): Promise<Sample> => {
    const before = await cpuMsOf(master.pid);
    const { wallMs, clientCpuMs } = await timed(cycles, oneCycle);
    return { wallMs, clientCpuMs: clientCpuMs + ((await cpuMsOf(master.pid)) - before) / cycles };
  };
  const each = (ssh: string): string =>
    scripts.map((script) => `${ssh} ${quoted(script)} </dev/null >/dev/null 2>&1`).join('; ');
  const fresh = ['ssh', '-F', path.join(host.sshFolder, 'config'), '-o', 'ControlPath=none', 'bench']
    .map(quoted)
    .join(' ');
  const nothingToClose = (): Promise<void> => Promise.resolve();
  return [
    {
      name: 'controlmaster-script',
      cycles: 5,
      sample: (cycles) => overMaster(cycles, `${master.ssh} sh <${quoted(scriptFile)} >/dev/null 2>&1`),
      close: master.close,
    },
    {
      name: 'controlmaster-each',
      cycles: 2,
      sample: (cycles) => overMaster(cycles, each(master.ssh)),
      close: nothingToClose,
    },
    { name: 'fresh-ssh-each', cycles: 1, sample: (cycles) => timed(cycles, each(fresh)), close: nothingToClose },
    ...(await ansiblePeer(host, scriptFile)),
  ];
}

/** Ansible's ad-hoc command with its own ControlMaster, where it is installed. One that fails fails the measurement. */
async function ansiblePeer(host: BenchHost, scriptFile: string): Promise<readonly Way[]> {
  const isHere = await run('bash', ['-c', 'command -v ansible']).then(
    () => true,
    () => false,
  );
  if (!isHere) {
    process.stdout.write('Ansible is not installed, so its way is not measured.\n');
    return [];
  }
  const [config, socket] = [path.join(host.sshFolder, 'config'), path.join(host.sshFolder, 'ansible')];
  const ssh = `-F ${config} -o ControlMaster=auto -o ControlPersist=60s -o ControlPath=${socket}`;
  const home = path.join(host.sshFolder, 'ansible-home');
  const command = `ANSIBLE_HOME=${quoted(home)} ANSIBLE_SSH_ARGS=${quoted(ssh)} ansible all -i bench, -m raw -a "$(cat ${quoted(scriptFile)})" </dev/null >/dev/null || exit 1`;
  return [
    {
      name: 'ansible',
      cycles: 1,
      sample: (cycles) => timed(cycles, command),
      // Its connection would outlive the measurement by a minute.
      close: async () => void (await run('ssh', ['-F', config, '-S', socket, '-O', 'exit', 'bench'])),
    },
  ];
}
