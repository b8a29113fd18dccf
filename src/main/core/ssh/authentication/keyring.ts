import { createHash } from 'node:crypto';
import type { ParsedKey } from 'ssh2';
import type { Person } from './person.ts';
import { unlockKey, type UnlockedKey } from './keyFile.ts';
import type { Secrets } from './secrets.ts';

/** Private keys that were unlocked, each parsed once for all hosts. */
export type Keyring = {
  /**
   * Null when the person would not give the passphrase, or gave wrong ones `mostAttempts` times. Rejects when the file
   * cannot be used at all.
   */
  readonly unlock: (
    file: { readonly file: string; readonly privateText: string },
    hostId: string,
    person: Person,
    mostAttempts: number,
  ) => Promise<ParsedKey | null>;
};

export function createKeyring(secrets: Secrets): Keyring {
  const unlocked = new Map<string, ParsedKey>();
  /** The last passphrase that did not open a key: many hosts may try the same answer. */
  const wrong = new Map<string, string>();
  const tryUnlock = (text: string, privateText: string, passphrase: string | null): UnlockedKey => {
    if (passphrase !== null && wrong.get(text) === passphrase) return { kind: 'wrongPassphrase' };
    const result = unlockKey(privateText, passphrase);
    if (result.kind === 'wrongPassphrase' && passphrase !== null) wrong.set(text, passphrase);
    return result;
  };
  return {
    unlock: async ({ file, privateText }, hostId, person, mostAttempts) => {
      const text = createHash('sha256').update(privateText).digest('hex');
      const kept = unlocked.get(text);
      if (kept !== undefined) return kept;
      const name = `passphrase:${file}`;
      let passphrase: string | null = null;
      let wrongOnes = 0;
      for (;;) {
        // Another host may have unlocked it while this one's person was asked.
        const result = unlocked.get(text) ?? tryUnlock(text, privateText, passphrase);
        if (!('kind' in result)) return result;
        if (result.kind === 'unlocked') {
          unlocked.set(text, result.key);
          return result.key;
        }
        if (result.kind === 'unusable')
          throw new Error(`The key ${file} cannot be used: ${result.text.replace(/\.$/, '')}.`);
        if (result.kind === 'wrongPassphrase') {
          wrongOnes += 1;
          secrets.refuse(name, passphrase);
          if (wrongOnes >= mostAttempts) return null;
        }
        const question = { kind: 'passphrase' as const, hostId, keyFile: file, wasWrong: wrongOnes > 0 };
        passphrase = await person.secret(name, question);
        if (passphrase === null) return null;
      }
    },
  };
}
