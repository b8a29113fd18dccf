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

export type GitopsFolders = { readonly root: string; readonly backup: string; readonly config: string };

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
  const config = `${JSON.stringify(gitopsConfig(port), null, 2)}\n`;
  await writeFile(join(root, 'config.json'), config);
  await writeFile(join(backup, 'config.json'), config);
  await writeFile(join(root, 'audit-history', 'latest.json'), `${JSON.stringify({ repositories: 3, problems: 0 })}\n`);
  const logs = join(host.root, 'var', 'log', 'nginx');
  await mkdir(logs, { recursive: true });
  await writeFile(join(logs, 'error.log'), '');
  return { root, backup, config: join(root, 'config.json') };
}

function gitopsConfig(port: number): Readonly<Record<string, unknown>> {
  return {
    name: 'gitops-auditor',
    port,
    schedule: 'hourly',
    repositories: ['homelab/ansible', 'homelab/dashboards', 'homelab/network'],
    notify: { onDrift: true, channel: 'homelab' },
  };
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
