import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';

/** A program that tests use, and the Debian package that brings it. */
type Need = { readonly program: string; readonly package: string; readonly why: string };

const browsers = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const needs: readonly Need[] = [
  { program: 'ssh', package: 'openssh-client', why: 'reads ~/.ssh/config' },
  { program: 'sshd', package: 'openssh-server', why: 'the real server that the SSH layer is tested against' },
  { program: 'dropbear', package: 'dropbear-bin', why: 'a second SSH server' },
  { program: 'busybox', package: 'busybox', why: 'a third shell for probes' },
  { program: 'fish', package: 'fish', why: 'a login shell that is not POSIX' },
  { program: 'zsh', package: 'zsh', why: 'a login shell' },
  { program: 'tcsh', package: 'tcsh', why: 'a login shell that is not POSIX' },
  { program: 'curl', package: 'curl', why: 'HTTP checks from the host' },
  { program: 'git', package: 'git', why: 'checks and remedies on checkouts' },
  { program: 'check_load', package: 'monitoring-plugins-basic', why: 'plugins of the plugin check' },
];

const labNeeds: readonly Need[] = [
  { program: 'mmdebstrap', package: 'mmdebstrap', why: 'builds the lab hosts' },
  { program: 'systemd-nspawn', package: 'systemd-container', why: 'runs the lab hosts' },
  { program: 'ip', package: 'iproute2', why: 'networks of the lab hosts' },
  { program: 'mkfs.ext4', package: 'e2fsprogs', why: 'disks of the lab hosts' },
  { program: 'mkfs.btrfs', package: 'btrfs-progs', why: 'a file system with snapshots' },
  { program: 'setfattr', package: 'attr', why: 'extended attributes that a remedy must keep' },
  { program: 'setfacl', package: 'acl', why: 'access lists that a remedy must keep' },
  { program: 'podman', package: 'podman', why: 'real containers' },
  { program: 'dockerd', package: 'docker.io', why: 'real containers, and the runtime of both' },
  { program: 'docker-compose', package: 'docker-compose', why: 'real stacks' },
  { program: 'podman-compose', package: 'podman-compose', why: 'real stacks of podman' },
  { program: 'sshfs', package: 'sshfs', why: 'a network mount whose server stops' },
  { program: 'nft', package: 'nftables', why: 'packet loss in the lab' },
];

const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin', '/sbin', '/usr/lib/nagios/plugins'];

function find(program: string): string | null {
  for (const folder of folders) {
    const file = path.join(folder, program);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      continue;
    }
  }
  return null;
}

const isRoot = process.getuid?.() === 0;
const isDebian = existsSync('/usr/bin/apt-get');

function install(packages: readonly string[]): void {
  process.stdout.write(`Installing what the tests need: ${packages.join(' ')}\n`);
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit' });
  const ended = spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: environment,
  });
  if (ended.status !== 0) throw new Error(`apt-get could not install ${packages.join(' ')}`);
}

function chromium(): string | null {
  const named = process.env['SITREP_CHROMIUM'];
  if (named !== undefined) return named;
  for (const browser of browsers) {
    const file = find(browser);
    if (file !== null) return file;
  }
  return null;
}

/**
 * Makes sure that the browser, SSH servers and lab programs are there: installs them where it may (root on Debian),
 * else names all that is missing in one message. Returns what the environment of the tests needs.
 */
export function prepareTests(): Readonly<Record<string, string>> {
  const wanted = isRoot && process.platform === 'linux' ? [...needs, ...labNeeds] : needs;
  const missing = wanted.filter((need) => find(need.program) === null);
  const packages = missing.map((need) => need.package);
  if (chromium() === null) packages.push('chromium', 'fonts-dejavu-core');
  if (packages.length > 0 && isRoot && isDebian) install(packages);

  const browser = chromium();
  if (browser === null) {
    process.stderr.write(
      'The browser tests need Chromium. Install it (Debian: sudo apt-get install chromium) or name one with SITREP_CHROMIUM=/path/to/chrome.\n',
    );
    process.exit(1);
  }
  const still = wanted.filter((need) => find(need.program) === null);
  for (const need of still) {
    process.stderr.write(
      `Not found: ${need.program} (${need.why}; Debian package ${need.package}). Its tests are skipped.\n`,
    );
  }
  return { SITREP_CHROMIUM: browser };
}
