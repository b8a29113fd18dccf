import type { Vault } from '../../ports/ports.ts';

/** Passphrases and passwords that people gave: in memory until the process ends, or in the vault where they said so. */
export type Secrets = {
  /** Null where nobody gave it yet, the vault is locked, or it was refused before. */
  readonly get: (name: string) => Promise<string | null>;
  readonly keep: (name: string, secret: string, where: 'session' | 'vault') => Promise<void>;
  /** It was refused: not used again, until it is given anew. One that was given meanwhile is left alone. */
  readonly refuse: (name: string, secret: string | null) => void;
};

export function createSecrets(vault: Vault, remember: (secret: string) => void = () => undefined): Secrets {
  const memory = new Map<string, string>();
  const refused = new Map<string, string>();
  const isGood = (name: string, secret: string): boolean => refused.get(name) !== secret;
  return {
    get: async (name) => {
      const secret = memory.get(name) ?? (vault.state() === 'locked' ? null : await vault.get(name));
      if (secret === null || !isGood(name, secret)) return null;
      memory.set(name, secret);
      return secret;
    },
    keep: async (name, secret, where) => {
      refused.delete(name);
      remember(secret);
      memory.set(name, secret);
      if (where === 'vault' && vault.state() !== 'locked') await vault.set(name, secret);
    },
    refuse: (name, secret) => {
      if (secret === null) return;
      if (memory.get(name) === secret) memory.delete(name);
      if (!memory.has(name)) refused.set(name, secret);
    },
  };
}
