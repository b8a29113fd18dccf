import type { Vault } from './ports.ts';

/** Keeps secrets until the program ends, and nowhere else. */
export function memoryVault(): Vault {
  const secrets = new Map<string, string>();
  return {
    state: () => 'memory',
    get: async (name) => secrets.get(name) ?? null,
    set: async (name, secret) => {
      secrets.set(name, secret);
    },
    delete: async (name) => {
      secrets.delete(name);
    },
    onUnlocked: () => () => undefined,
  };
}
