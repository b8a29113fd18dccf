import { mkdir, mkdtemp, realpath, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ssh2, { type ParsedKey } from 'ssh2';
import type { Host, Service } from '#shared/lab/labFile.ts';
import type { Clock, Logger } from '../ports/ports.ts';
import { breakUnit } from './breakUnit.ts';
import { type DemoHostFolder, type GitopsFolders, layOutGitops, layOutHost } from './demoFolder.ts';
import type { DemoLab } from './demoLab.ts';
import { type DemoNode, findDemoNode } from './demoNode.ts';
import { type DemoSshServer, openDemoSshServer } from './demoSshServer.ts';
import { createJournalFile } from './journalFile.ts';
import { type Leash, openLeash } from './leash.ts';
import { serveControl } from './serveControl.ts';
import { superviseUnit, type SupervisedUnit } from './superviseUnit.ts';
import { newKeyPair } from './newKeyPair.ts';

export type DemoDeps = {
  readonly clock: Clock;
  readonly logger: Logger;
  /** The assets that ship with the program; found beside the sources where absent. */
  readonly assetsFolder?: string;
};

type Closing = () => Promise<unknown>;

/**
 * Starts the demo lab: the hosts `auditor` and `nas`, with the services gitops-auditor and gitops-dashboard really
 * running on the first. Rejects, with everything closed again, when it cannot.
 */
export async function createDemoLab(deps: DemoDeps): Promise<DemoLab> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'sitrep-demo-'));
  const leash = openLeash(folder);
  const closings: Closing[] = [];
  const close = async (): Promise<void> => {
    for (const closing of closings.splice(0).toReversed()) await closing();
    await leash.close();
  };
  try {
    return await build(deps, folder, leash, closings, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function build(
  deps: DemoDeps,
  folder: string,
  leash: Leash,
  closings: Closing[],
  close: () => Promise<void>,
): Promise<DemoLab> {
  const assetsFolder = deps.assetsFolder ?? fileURLToPath(new URL('../../../../assets', import.meta.url));
  const node = await findDemoNode();
  const key = newKeyPair('sitrep demo');
  const userKey = parseKey(key.public);
  const open = async (name: string): Promise<OpenHost> => {
    const paths = await layOutHost(folder, name, assetsFolder);
    const environment = hostEnvironment(name, folder, paths, node);
    const hostKey = newKeyPair(name).private;
    const server = await openDemoSshServer({
      hostKey,
      userKey,
      user: 'demo',
      environment,
      cwd: paths.home,
      leash: leash.hold,
    });
    closings.push(server.close);
    return { name, paths, environment, server };
  };
  const [auditor, nas] = [await open('auditor'), await open('nas')];
  const [port, dashboardPort] = [await freePort(), await freePort()];
  const gitops = await layOutGitops(auditor.paths, port, assetsFolder);
  const supervise = await unitMaker(auditor, gitops, node, deps.clock, leash);
  const service = await supervise('gitops-auditor', 'GitOps Auditor', {});
  const dashboard = await supervise('gitops-dashboard', 'GitOps Dashboard', { PORT: String(dashboardPort) });
  const units = [service, dashboard];
  closings.push(() => Promise.all(units.map((unit) => unit.stop())));
  closings.push(await control(auditor, units), await control(nas, []));
  for (const unit of units) {
    const answer = await unit.start();
    if (answer.status !== 0) throw new Error(`its service ${unit.name} did not start. ${answer.text}`);
  }
  const sshFolder = await writeSshFolder(folder, [auditor, nas], key.private);
  deps.logger.info('demo lab started', { folder, auditorPort: auditor.server.port, nasPort: nas.server.port });
  return {
    hosts: [demoHost('auditor'), demoHost('nas')],
    service: demoService(gitops, port, folder),
    sshFolder,
    break: (how) => breakUnit(service, gitops.config, how),
    close,
  };
}

type OpenHost = {
  readonly name: string;
  readonly paths: DemoHostFolder;
  readonly environment: Readonly<Record<string, string>>;
  readonly server: DemoSshServer;
};

function parseKey(text: string): ParsedKey {
  const key = ssh2.utils.parseKey(text);
  if (key instanceof Error) throw key;
  return key;
}

/** A clean environment: nothing of ours that a demo command could show or harm. */
function hostEnvironment(
  name: string,
  folder: string,
  paths: DemoHostFolder,
  node: DemoNode,
): Readonly<Record<string, string>> {
  const zone = process.env['TZ'];
  return {
    PATH: `${paths.bin}:${process.env['PATH'] ?? '/usr/bin:/bin'}`,
    HOME: paths.home,
    USER: 'demo',
    LOGNAME: 'demo',
    SHELL: '/bin/sh',
    TMPDIR: join(paths.root, 'tmp'),
    LANG: process.env['LANG'] ?? 'C.UTF-8',
    ...(zone === undefined ? {} : { TZ: zone }),
    DEMO_HOST: name,
    DEMO_UNITS: paths.units,
    DEMO_JOURNAL: paths.journal,
    DEMO_SOCKET: paths.socket,
    DEMO_CONTROL: paths.control,
    DEMO_NODE: node.command,
    SITREP_DEMO_LAB: folder,
    ...node.environment,
  };
}

async function control(host: OpenHost, units: readonly SupervisedUnit[]): Promise<Closing> {
  const server = await serveControl(host.paths.socket, units);
  return () => new Promise((resolve) => server.close(resolve));
}

async function unitMaker(host: OpenHost, gitops: GitopsFolders, node: DemoNode, clock: Clock, leash: Leash) {
  const journal = createJournalFile(host.paths.journal, clock);
  const unitFiles = join(host.paths.root, 'etc', 'systemd', 'system');
  await mkdir(unitFiles, { recursive: true });
  const script = join(gitops.root, 'server.mjs');
  return async (
    name: string,
    description: string,
    variables: Readonly<Record<string, string>>,
  ): Promise<SupervisedUnit> => {
    const fragmentPath = join(unitFiles, `${name}.service`);
    const text = `[Unit]\nDescription=${description}\nAfter=network.target\nStartLimitBurst=3\n\n[Service]\nType=notify\nWorkingDirectory=${gitops.root}\nExecStart=node ${script}\nRestart=on-failure\n\n[Install]\nWantedBy=multi-user.target\n`;
    await writeFile(fragmentPath, text);
    const environment = { ...host.environment, ...variables, SERVICE_NAME: name, CONFIG_FILE: gitops.config };
    return superviseUnit(
      { name, description, fragmentPath, cwd: gitops.root, script, environment },
      { clock, journal, node: node.command, unitsFolder: host.paths.units, leash: leash.hold },
    );
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

const aliasOf = (name: string): string => `sitrep-demo-${name}`;

/** `known_hosts` starts empty, so that a newcomer meets the question that a first contact asks. */
async function writeSshFolder(folder: string, hosts: readonly OpenHost[], privateKey: string): Promise<string> {
  const sshFolder = join(folder, 'ssh');
  await mkdir(sshFolder, { mode: 0o700 });
  const [identity, knownHosts] = [join(sshFolder, 'id_ed25519'), join(sshFolder, 'known_hosts')];
  const sections = hosts.map(
    ({ name, server }) =>
      `Host ${aliasOf(name)}\n  HostName 127.0.0.1\n  Port ${server.port}\n  User demo\n  IdentityFile "${identity}"\n  IdentitiesOnly yes\n  UserKnownHostsFile "${knownHosts}"\n`,
  );
  await writeFile(join(sshFolder, 'config'), sections.join('\n'), { mode: 0o600 });
  await writeFile(identity, privateKey, { mode: 0o600 });
  await writeFile(knownHosts, '', { mode: 0o600 });
  return sshFolder;
}

function demoHost(name: string): Host {
  const id = `demo-${name}`;
  return {
    id,
    name,
    access: { transport: 'ssh2', alias: aliasOf(name) },
    tags: ['demo'],
    checks: [
      { id: `${id}-reachable`, kind: 'reachable', name: 'Reachable' },
      { id: `${id}-disk`, kind: 'disk', name: 'Disk /', path: '/' },
      { id: `${id}-memory`, kind: 'memory', name: 'Memory' },
      // No load: it would be that of the whole computer, which is none of the demo's doing.
    ],
  };
}

function demoService(gitops: GitopsFolders, port: number, folder: string): Service {
  return {
    id: 'demo-gitops-auditor',
    name: 'GitOps Auditor',
    host: 'demo-auditor',
    runbook: 'gitops-auditor',
    variables: {
      unit: 'gitops-auditor',
      dashboardUnit: 'gitops-dashboard',
      port: String(port),
      root: gitops.root,
      configuration: gitops.config,
      data: gitops.data,
      backup: gitops.backup,
      proxyLog: join(gitops.logs, 'error.log'),
      accessLog: join(gitops.logs, 'access.log'),
      // Never the computer's own /tmp/gitops-*, which a remedy of the runbook deletes.
      temporary: `/tmp/${basename(folder)}-gitops-`,
    },
    links: [],
    checks: [],
  };
}
