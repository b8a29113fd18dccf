import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Where the things of one demo host are. */
export type DemoHostFolder = {
  readonly root: string;
  readonly bin: string;
  readonly home: string;
  readonly units: string;
  readonly journal: string;
  readonly socket: string;
  readonly control: string;
};

export type GitopsFolders = {
  readonly root: string;
  readonly backup: string;
  readonly config: string;
  readonly data: string;
  readonly logs: string;
};

/** Lays out one host: stand-ins, home, state. `free` is stood in for only where the computer has none. */
export async function layOutHost(folder: string, name: string, assetsFolder: string): Promise<DemoHostFolder> {
  const root = join(folder, name);
  const host: DemoHostFolder = {
    root,
    bin: join(root, 'bin'),
    home: join(root, 'home'),
    units: join(root, 'run', 'units'),
    journal: join(root, 'run', 'journal'),
    // Short, since the address of a socket has at most 104 characters on macOS.
    socket: join(folder, `${name}.sock`),
    control: join(folder, 'control.mjs'),
  };
  for (const path of [host.home, host.units, join(root, 'tmp')]) await mkdir(path, { recursive: true });
  await copyPrograms(join(assetsFolder, 'demo', 'bin'), host.bin);
  if (await hasProgram('free')) await rm(join(host.bin, 'free'));
  await writeFile(host.control, await readFile(join(assetsFolder, 'demo', 'control.mjs')));
  await writeFile(host.journal, '');
  return host;
}

/** Lays out the demo service's program folder and its backup. */
export async function layOutGitops(host: DemoHostFolder, port: number, assetsFolder: string): Promise<GitopsFolders> {
  const root = join(host.root, 'opt', 'gitops-auditor');
  const backup = join(host.root, 'backup', 'latest');
  const from = join(assetsFolder, 'demo', 'gitops-auditor');
  await mkdir(join(root, 'audit-history'), { recursive: true });
  await mkdir(join(root, 'repos'), { recursive: true });
  await mkdir(backup, { recursive: true });
  await writeFile(join(root, 'server.mjs'), await readFile(join(from, 'server.mjs')));
  await copyPrograms(join(from, 'scripts'), join(root, 'scripts'));
  const config = join(root, 'config.json');
  const repositories = ['homelab/ansible', 'homelab/dashboards'];
  await writeFile(config, gitopsConfig(port, repositories));
  await writeFile(join(root, 'audit-history', 'latest.json'), `${JSON.stringify({ repositories: 3, problems: 0 })}\n`);
  await commit(root, 'Audit the homelab every hour');
  await writeFile(config, gitopsConfig(port, [...repositories, 'homelab/network']));
  await commit(root, 'Audit the network repository too');
  await writeFile(join(backup, 'config.json'), await readFile(config));
  const [data, logs] = [join(host.root, 'var', 'lib', 'gitops-auditor'), join(host.root, 'var', 'log', 'nginx')];
  for (const path of [data, logs]) await mkdir(path, { recursive: true });
  for (const name of ['error.log', 'access.log']) await writeFile(join(logs, name), '');
  return { root, backup, config, data, logs };
}

/** Commits all there is on `main`, so that there is something to go back to; where there is no git, nothing is. */
async function commit(root: string, message: string): Promise<void> {
  if (!(await hasProgram('git'))) return;
  const settings = ['user.name=Demo', 'user.email=demo@localhost', 'commit.gpgsign=false', 'init.defaultBranch=main'];
  const git = (...words: readonly string[]): Promise<unknown> =>
    promisify(execFile)('git', ['-C', root, ...settings.flatMap((setting) => ['-c', setting]), ...words]);
  await git('init', '-q');
  await git('add', '-A');
  await git('commit', '-q', '-m', message);
}

function gitopsConfig(port: number, repositories: readonly string[]): string {
  const config = {
    name: 'gitops-auditor',
    port,
    schedule: 'hourly',
    repositories,
    notify: { onDrift: true, channel: 'homelab' },
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

/** File by file, since the assets may lie in an archive, where neither copying nor rights are to be had. */
async function copyPrograms(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from)) {
    await writeFile(join(to, name), await readFile(join(from, name)));
    await chmod(join(to, name), 0o755);
  }
}

async function hasProgram(name: string): Promise<boolean> {
  try {
    await promisify(execFile)('sh', ['-c', `command -v ${name}`]);
    return true;
  } catch {
    return false;
  }
}
