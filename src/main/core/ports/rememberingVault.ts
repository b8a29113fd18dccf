import type { Vault } from './ports.ts';

/** Shorter texts are not sought in outputs: they would blank out half of them, and are no secrets worth the name. */
const shortest = 4;

export type RememberingVault = {
  readonly vault: Vault;
  /** Counts as in use from now on, such as a password that a person gave for this session only. */
  readonly remember: (secret: string) => void;
  /** Every secret that was handed out, stored or given in this session: what must never be stored or shown. */
  readonly secrets: () => readonly string[];
};

/** The vault, with what it hands out kept in mind until the program ends. */
export function rememberingVault(vault: Vault): RememberingVault {
  const seen = new Set<string>();
  const remember = (secret: string): void => {
    for (const text of [secret, secret.trim()]) if (text.length >= shortest) seen.add(text);
  };
  return {
    vault: {
      ...vault,
      get: async (name) => {
        const secret = await vault.get(name);
        if (secret !== null) remember(secret);
        return secret;
      },
      set: async (name, secret) => {
        remember(secret);
        await vault.set(name, secret);
      },
    },
    remember,
    secrets: () => [...seen],
  };
}
