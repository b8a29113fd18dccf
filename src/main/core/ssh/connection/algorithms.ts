import type { Algorithms, CipherAlgorithm, KexAlgorithm, MacAlgorithm, ServerHostKeyAlgorithm } from 'ssh2';
import type { AlgorithmLists } from '../config/sshOptions.ts';
import { wildcardMatches } from '../hostKeys/hostPattern.ts';

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

/** What our own lists keep of what the configuration allows. */
type Allowed = {
  readonly keyExchanges: readonly KexAlgorithm[];
  readonly hostKeys: readonly ServerHostKeyAlgorithm[];
  readonly ciphers: readonly CipherAlgorithm[];
  readonly macs: readonly MacAlgorithm[];
};

function allowedOf(lists: AlgorithmLists): Allowed {
  return {
    keyExchanges: allowedBy(lists.keyExchanges, keyExchanges),
    hostKeys: allowedBy(lists.hostKeys, hostKeys),
    ciphers: allowedBy(lists.ciphers, ciphers),
    macs: allowedBy(lists.macs, macs),
  };
}

/** What we offer a host; the types of its keys that we know come first, so that it shows one that can be compared. */
export function algorithmsFor(lists: AlgorithmLists, knownKeyTypes: ReadonlySet<string>): Algorithms {
  const allowed = allowedOf(lists);
  const known = allowed.hostKeys.filter((algorithm) => knownKeyTypes.has(keyTypeOf(algorithm)));
  return {
    kex: [...allowed.keyExchanges],
    cipher: [...allowed.ciphers],
    hmac: [...allowed.macs],
    serverHostKey: [...known, ...allowed.hostKeys.filter((algorithm) => !known.includes(algorithm))],
    compress: ['none'],
  };
}

const keywords: Readonly<Record<keyof Allowed, string>> = {
  keyExchanges: 'KexAlgorithms',
  hostKeys: 'HostKeyAlgorithms',
  ciphers: 'Ciphers',
  macs: 'MACs',
};

/** The option of the configuration that allows nothing of what we speak, as it stands there; null where there is none. */
export function algorithmsOutOfReach(lists: AlgorithmLists): string | null {
  const allowed = allowedOf(lists);
  // The ciphers that we speak first bring their own checksum along.
  const isMacNeeded = !allowed.ciphers.some((cipher) => cipher.includes('-gcm'));
  const names = (['keyExchanges', 'hostKeys', 'ciphers', 'macs'] as const).filter(
    (name) => name !== 'macs' || isMacNeeded,
  );
  const empty = names.find((name) => allowed[name].length === 0);
  return empty === undefined ? null : `${keywords[empty]} ${lists[empty] ?? ''}`;
}

/** Whether the configuration allows to log in with a key of this type. */
export function isKeyTypeAllowed(lists: AlgorithmLists, keyType: string): boolean {
  const ofType = hostKeys.filter((algorithm) => keyTypeOf(algorithm) === keyType);
  return ofType.length === 0 || allowedBy(lists.publicKeys, ofType).length > 0;
}

const keyTypeOf = (algorithm: string): string => (algorithm.startsWith('rsa-sha2-') ? 'ssh-rsa' : algorithm);

/**
 * Those of our algorithms that the value of an option allows: a list of patterns, or a change to ssh's defaults after
 * `-`, `+` or `^`. All of ours are among those defaults, and the order is ours: only we know what is fast here.
 */
function allowedBy<Name extends string>(value: string | null, ours: readonly Name[]): readonly Name[] {
  if (value === null || value.startsWith('+') || value.startsWith('^')) return ours;
  const isRemoval = value.startsWith('-');
  const patterns = (isRemoval ? value.slice(1) : value).split(',').map((word) => word.trim());
  const isNamed = (algorithm: Name): boolean => patterns.some((pattern) => wildcardMatches(pattern, algorithm));
  return ours.filter((algorithm) => isNamed(algorithm) !== isRemoval);
}
