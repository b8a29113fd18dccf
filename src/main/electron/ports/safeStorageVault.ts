import type { SafeStorage } from 'electron';
import { z } from 'zod';
import { memoryVault } from '#core/ports/memoryVault.ts';
import type { Logger, Vault } from '#core/ports/ports.ts';
import { readIfThere } from '#core/ports/readIfThere.ts';
import { writePrivateFile } from '#core/ports/writePrivateFile.ts';

export type Sealer = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
>;

const secretsSchema = z.record(z.string(), z.string());

/**
 * Secrets in one file that the keychain of this login seals. Where there is no keychain (on Linux Electron would then
 * use `basic_text`, a key that everybody knows), they stay in memory, which the log and the window say.
 */
export async function safeStorageVault(
  sealer: Sealer,
  path: string,
  tools: { readonly platform: NodeJS.Platform; readonly logger: Logger },
): Promise<Vault> {
  const isUnsafe = tools.platform === 'linux' && isWithoutKeychain(sealer.getSelectedStorageBackend());
  if (isUnsafe || !(await sealer.isAsyncEncryptionAvailable())) {
    tools.logger.warn('There is no keychain in this session: secrets are kept in memory until Sitrep ends');
    return memoryVault();
  }
  return sealedVault(sealer, path, await readSecrets(sealer, path, tools.logger));
}

function isWithoutKeychain(backend: string): boolean {
  return backend === 'basic_text' || backend === 'unknown';
}

function sealedVault(sealer: Sealer, path: string, found: Readonly<Record<string, string>>): Vault {
  let secrets = found;
  let writing: Promise<void> = Promise.resolve();
  const change = (next: (secrets: Readonly<Record<string, string>>) => Readonly<Record<string, string>>) => {
    writing = writing
      .catch(() => undefined)
      .then(async () => {
        const changed = next(secrets);
        const sealed = await sealer.encryptStringAsync(JSON.stringify(changed));
        await writePrivateFile(path, `${sealed.toString('base64')}\n`);
        secrets = changed;
      });
    return writing;
  };
  return {
    state: () => 'open',
    get: async (name) => secrets[name] ?? null,
    set: (name, secret) => change((all) => ({ ...all, [name]: secret })),
    delete: (name) => change((all) => Object.fromEntries(Object.entries(all).filter(([other]) => other !== name))),
    onUnlocked: () => () => undefined,
  };
}

/** A file that another keychain sealed cannot be read any more; the secrets are then asked for again. */
async function readSecrets(sealer: Sealer, path: string, logger: Logger): Promise<Readonly<Record<string, string>>> {
  const sealed = await readIfThere(path);
  if (sealed === null) return {};
  try {
    const { result } = await sealer.decryptStringAsync(Buffer.from(sealed, 'base64'));
    return secretsSchema.parse(JSON.parse(result));
  } catch {
    logger.warn('The keychain cannot open the vault of an earlier login; secrets will be asked for again', { path });
    return {};
  }
}
