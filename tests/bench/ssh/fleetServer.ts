import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeKey, me, readPublicKey, startSshd } from '#tests/core/ssh/sshd.ts';

/** How many hosts there can be: each has a loopback address of its own. */
const most = 500;

export const fleetHostName = (index: number): string => `fleet${index}`;

/**
 * Many hosts as one sshd plays them: each has an address of 127/8, for Sitrep a server of its own with an entry of its
 * own in known_hosts. (One sshd opens no more than 16 ports.)
 */
export async function startFleet(
  folder: string,
): Promise<{ readonly sshFolder: string; readonly stop: () => Promise<void> }> {
  const key = await makeKey(path.join(folder, 'fleet_user'));
  const sshd = await startSshd({
    folder,
    authorized: [await readPublicKey(key)],
    address: '0.0.0.0',
    // Without what this person's .bashrc does on every command.
    lines: ['MaxStartups 2000', 'LogLevel ERROR', `SetEnv HOME=${folder}`],
  });
  const indexes = Array.from({ length: most }, (_, index) => index);
  const address = (index: number): string => `127.1.${Math.floor(index / 250)}.${(index % 250) + 1}`;
  const hostKey = await readPublicKey(sshd.hostKey);
  const knownHosts = path.join(folder, 'known_hosts');
  await writeFile(knownHosts, indexes.map((index) => `[${address(index)}]:${sshd.port} ${hostKey}\n`).join(''));
  const sections = indexes.map((index) => `Host ${fleetHostName(index)}\n  HostName ${address(index)}\n`).join('');
  const common = `Host *\n  Port ${sshd.port}\n  User ${me}\n  IdentityFile ${key}\n  IdentitiesOnly yes\n  UserKnownHostsFile ${knownHosts}\n  GlobalKnownHostsFile none\n`;
  await writeFile(path.join(folder, 'config'), `${sections}${common}`);
  return { sshFolder: folder, stop: sshd.stop };
}
