import path from 'node:path';
import { run } from './sshd.ts';

/** The versions of OpenSSH's middleware interface, newest first; a program takes its own only. */
const versions = ['0x000a0000', '0x00090000', '0x00080000', '0x00070000'];

export type SecurityKey = { readonly provider: string; readonly key: string };

/** A FIDO key without hardware; null where there is no compiler with libcrypto, or an OpenSSH without FIDO. */
export async function makeSecurityKey(folder: string): Promise<SecurityKey | null> {
  const source = path.join(import.meta.dirname, 'softwareSecurityKey.c');
  const provider = path.join(folder, 'security-key.so');
  const key = path.join(folder, 'security_key');
  for (const version of versions) {
    try {
      await run('cc', ['-shared', '-fPIC', `-DSK_VERSION=${version}`, '-o', provider, source, '-lcrypto']);
      await run('ssh-keygen', ['-q', '-t', 'ed25519-sk', '-w', provider, '-N', '', '-f', key]);
      return { provider, key };
    } catch {
      // Not this version, or none at all.
    }
  }
  return null;
}
