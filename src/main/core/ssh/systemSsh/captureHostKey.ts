import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type SshTarget, sshWords } from '../config/readOptions.ts';
import { runProgram } from '../config/runProgram.ts';
import type { SshOptions } from '../config/sshOptions.ts';
import type { ConnectionDeps } from '../connection/openConnection.ts';
import { parseKnownHosts } from '../hostKeys/knownHosts.ts';
import type { PublicKey } from '../hostKeys/publicKey.ts';

/**
 * The key that a host shows to the system's ssh, so that a person can be asked about it: ssh writes it into a file
 * that is thrown away at once, and is allowed no credential of any kind. Null where no key was seen.
 */
export async function captureHostKey(
  target: SshTarget,
  options: SshOptions,
  deps: ConnectionDeps,
  signal: AbortSignal,
): Promise<PublicKey | null> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sr-'));
  const file = path.join(folder, 'shown');
  const settings = [
    'BatchMode=yes',
    `UserKnownHostsFile=${file}`,
    'GlobalKnownHostsFile=none',
    'StrictHostKeyChecking=accept-new',
    'HashKnownHosts=no',
    'UpdateHostKeys=no',
    'VerifyHostKeyDNS=no',
    'PreferredAuthentications=none',
    'PubkeyAuthentication=no',
    'PasswordAuthentication=no',
    'KbdInteractiveAuthentication=no',
    'HostbasedAuthentication=no',
    'GSSAPIAuthentication=no',
    'IdentityAgent=none',
    'ControlPath=none',
    'PermitLocalCommand=no',
    'ClearAllForwardings=yes',
    'RemoteCommand=none',
    `ConnectTimeout=${Math.round(options.connectTimeoutMs / 1000)}`,
  ];
  try {
    const words = [
      ...settings.flatMap((setting) => ['-o', setting]),
      '-T',
      ...sshWords(target),
      '--',
      target.name,
      'exit',
    ];
    await runProgram('ssh', words, {
      environment: deps.environment,
      signal,
      timeoutMs: options.connectTimeoutMs * 2,
    });
    const text = await readFile(file, 'utf8').catch(() => '');
    return parseKnownHosts(text, file)[0]?.key ?? null;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
