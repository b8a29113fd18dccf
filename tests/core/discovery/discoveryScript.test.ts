import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { discoveryScript } from '#core/discovery/discoveryScript.ts';
import { proposeChecks } from '#shared/discovery/proposeChecks.ts';
import { readFindings } from '#shared/discovery/readFindings.ts';

const units = `Type=simple
Id=photos.service
LoadState=loaded
ActiveState=active
SubState=running
Result=success
UnitFileState=enabled
FragmentPath=/etc/systemd/system/photos.service

Type=oneshot
Id=nightly.service
LoadState=loaded
ActiveState=failed
Result=exit-code`;
const timers = `Id=nightly.timer
LoadState=loaded
ActiveState=active
UnitFileState=enabled
Triggers=nightly.service
Description=Nightly backup`;

const standIns: Readonly<Record<string, string>> = {
  systemctl: `#!/bin/sh
case "$*" in
*service*) cat <<'END'
${units}
END
;;
*timer*) cat <<'END'
${timers}
END
;;
*) echo Version=252;;
esac`,
  docker: `#!/bin/sh
case "$*" in
*--filter*) printf 'web\\tblog\\n';;
*) printf 'web\\tnginx:1\\tUp 3 days (healthy)\\njob\\talpine\\tExited (0) 2 hours ago\\n';;
esac`,
  podman: '#!/bin/sh\necho "cannot connect" >&2; exit 1',
  zpool: "#!/bin/sh\nprintf 'tank\\tDEGRADED\\n'",
};

let folder: string;
let server: Server;
let webPort: number;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sitrep-discovery-'));
  await mkdir(path.join(folder, 'home/app/.git'), { recursive: true });
  await writeFile(path.join(folder, 'home/app/.git/HEAD'), 'ref: refs/heads/main\n');
  const config = '[core]\n\tbare = false\n[remote "origin"]\n\turl = https://me:hunter2@git.example/app.git\n';
  await writeFile(path.join(folder, 'home/app/.git/config'), config);
  await mkdir(path.join(folder, 'home/backups'));
  for (const day of [1, 2, 3]) await writeFile(path.join(folder, `home/backups/day ${day}.tar.gz`), '');
  server = createServer((_request, response) => response.writeHead(401).end());
  webPort = await listenOnOneOf(server, [8086, 9093, 5601, 8006, 8083, 3001]);
});

afterAll(async () => {
  await new Promise((resolve) => {
    server.closeAllConnections();
    server.close(resolve);
  });
  await rm(folder, { recursive: true });
});

async function listenOnOneOf(server: Server, ports: readonly number[]): Promise<number> {
  for (const port of ports) {
    const isListening = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (isListening) return (server.address() as AddressInfo).port;
  }
  throw new Error('all ports are in use');
}

/** With `busybox` nothing but its own tools is on the path, as on Alpine. */
async function discover(shell: 'dash' | 'bash' | 'busybox') {
  const bin = await mkdtemp(path.join(folder, `${shell}-`));
  for (const [name, script] of Object.entries(standIns)) await writeFile(path.join(bin, name), script, { mode: 0o755 });
  const binary = existsSync(`/usr/bin/${shell}`) ? `/usr/bin/${shell}` : `/bin/${shell}`;
  await symlink(binary, path.join(bin, 'sh'));
  if (shell === 'busybox') {
    for (const name of execFileSync('busybox', ['--list'], { encoding: 'utf8' }).trim().split('\n')) {
      if (name !== 'sh') await symlink(binary, path.join(bin, name));
    }
  }
  const PATH = shell === 'busybox' ? bin : `${bin}:${process.env['PATH'] ?? ''}`;
  const child = spawn(path.join(bin, 'sh'), ['-c', discoveryScript], {
    env: { PATH, HOME: path.join(folder, 'home') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { stdout, stderr };
}

describe.each(['dash', 'bash', 'busybox'] as const)('on a host with %s', (shell) => {
  it('finds what runs there, says what it could not look at, and is quiet on standard error', async () => {
    const { stdout, stderr } = await discover(shell);
    expect(stderr).toBe('');
    expect(stdout).not.toContain('hunter2');
    const found = proposeChecks('nas', readFindings(stdout), []);
    const checks = found.proposals.map(({ check }) => check);
    const inOwnFolder = (name: string) => path.join(folder, 'home', name);
    expect(checks).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'systemd-unit', unit: 'photos.service' }),
        expect.objectContaining({ kind: 'systemd-unit', unit: 'nightly.timer' }),
        expect.objectContaining({ kind: 'container', container: 'web', engine: 'docker' }),
        expect.objectContaining({ kind: 'storage-health', target: 'zfs', device: 'tank' }),
        expect.objectContaining({ kind: 'git-drift', path: inOwnFolder('app'), branch: 'main' }),
        expect.objectContaining({ kind: 'file-age', path: inOwnFolder('backups/*.tar.gz') }),
      ]),
    );
    expect(checks).not.toContainEqual(expect.objectContaining({ container: 'job' }));
    expect(found.notes.join()).toContain('podman does not answer this user');
    const web = checks.filter((check) => check.kind === 'http').map(({ url }) => url);
    const isWithoutCurl = shell === 'busybox' || spawnSync('curl', ['--version']).error !== undefined;
    const aboutWeb = isWithoutCurl ? found.notes : web;
    expect(aboutWeb.join(' ')).toContain(isWithoutCurl ? 'no curl' : `http://127.0.0.1:${webPort}/`);
  });
});
