import { describe, expect, it } from 'vitest';
import type { AlgorithmLists } from '#core/ssh/config/sshOptions.ts';
import { algorithmsFor, algorithmsOutOfReach, isKeyTypeAllowed } from '#core/ssh/connection/algorithms.ts';

const silent: AlgorithmLists = { keyExchanges: null, hostKeys: null, ciphers: null, macs: null, publicKeys: null };

describe('algorithms', () => {
  it('are those of ours that the configuration lists, wildcards included', () => {
    const lists = { ...silent, ciphers: 'aes256-*,chacha20-poly1305@openssh.com', hostKeys: 'rsa-sha2-512' };
    expect(algorithmsFor(lists, new Set())).toMatchObject({
      cipher: ['aes256-gcm@openssh.com', 'aes256-ctr'],
      serverHostKey: ['rsa-sha2-512'],
    });
  });

  it('are not widened by an addition, and narrowed by a removal', () => {
    expect(algorithmsFor({ ...silent, ciphers: '+aes128-cbc' }, new Set())).toEqual(algorithmsFor(silent, new Set()));
    expect(algorithmsFor({ ...silent, keyExchanges: '-ecdh-*,diffie-*' }, new Set()).kex).toEqual([
      'curve25519-sha256',
      'curve25519-sha256@libssh.org',
    ]);
  });

  it('put the types of known host keys first', () => {
    const { serverHostKey } = algorithmsFor({ ...silent, hostKeys: 'ssh-ed25519,rsa-*' }, new Set(['ssh-rsa']));
    expect(serverHostKey).toEqual(['rsa-sha2-512', 'rsa-sha2-256', 'ssh-ed25519']);
  });

  it('that ssh2 does not speak are told with the option that asks for them', () => {
    expect(algorithmsOutOfReach(silent)).toBeNull();
    expect(algorithmsOutOfReach({ ...silent, ciphers: 'aes128-cbc' })).toBe('Ciphers aes128-cbc');
    expect(algorithmsOutOfReach({ ...silent, macs: 'umac-128@openssh.com' })).toBeNull();
    expect(algorithmsOutOfReach({ ...silent, macs: 'umac-128@openssh.com', ciphers: 'aes128-ctr' })).toContain('MACs');
  });

  it('decide which types of keys may log in', () => {
    const lists = { ...silent, publicKeys: 'rsa-sha2-512,ecdsa-sha2-nistp256' };
    expect(['ssh-rsa', 'ecdsa-sha2-nistp256', 'ssh-ed25519'].map((type) => isKeyTypeAllowed(lists, type))).toEqual([
      true,
      true,
      false,
    ]);
  });
});
