import type { Algorithms, CipherAlgorithm, KexAlgorithm, MacAlgorithm, ServerHostKeyAlgorithm } from 'ssh2';

/** Modern ones only: no SHA-1, no CBC. chacha20 is left out because it throws under Electron's BoringSSL. */
const keyExchanges: readonly KexAlgorithm[] = [
  'curve25519-sha256',
  'curve25519-sha256@libssh.org',
  'ecdh-sha2-nistp256',
  'ecdh-sha2-nistp384',
  'ecdh-sha2-nistp521',
  'diffie-hellman-group16-sha512',
  'diffie-hellman-group18-sha512',
  'diffie-hellman-group14-sha256',
];
const ciphers: readonly CipherAlgorithm[] = [
  'aes128-gcm@openssh.com',
  'aes256-gcm@openssh.com',
  'aes128-ctr',
  'aes192-ctr',
  'aes256-ctr',
];
const macs: readonly MacAlgorithm[] = [
  'hmac-sha2-256-etm@openssh.com',
  'hmac-sha2-512-etm@openssh.com',
  'hmac-sha2-256',
  'hmac-sha2-512',
];
const hostKeys: readonly ServerHostKeyAlgorithm[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
];

/** What we offer a host; the types of its keys that we know come first, so that it shows one that can be compared. */
export function algorithmsFor(knownKeyTypes: ReadonlySet<string>): Algorithms {
  const keyType = (algorithm: string): string => (algorithm.startsWith('rsa-sha2-') ? 'ssh-rsa' : algorithm);
  const known = hostKeys.filter((algorithm) => knownKeyTypes.has(keyType(algorithm)));
  return {
    kex: [...keyExchanges],
    cipher: [...ciphers],
    hmac: [...macs],
    serverHostKey: [...known, ...hostKeys.filter((algorithm) => !known.includes(algorithm))],
    compress: ['none'],
  };
}
