import ssh2 from 'ssh2';

export type KeyPair = { readonly private: string; readonly public: string };

/**
 * A new Ed25519 key pair in OpenSSH's form. About one of 400 that ssh2 makes is one that it cannot read itself (seen
 * with 1.17), so what does not parse is thrown away and another made.
 */
export function newKeyPair(comment: string): KeyPair {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519', { comment });
    if (!(ssh2.utils.parseKey(pair.private) instanceof Error)) return pair;
  }
}
