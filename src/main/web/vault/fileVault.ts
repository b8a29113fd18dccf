import { z } from 'zod';
import type { Vault } from '#core/ports/ports.ts';
import { readIfThere } from '#core/ports/readIfThere.ts';
import { writePrivateFile } from '#core/ports/writePrivateFile.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import { makeSealingKey, seal, sealedTextSchema, type SealingKey, unseal } from './sealedText.ts';

const secretsSchema = z.record(z.string(), z.string());
type Secrets = z.infer<typeof secretsSchema>;

export type FileVault = Vault & {
  /** False for a wrong passphrase. The first passphrase ever given makes the file. */
  readonly unlock: (passphrase: string) => Promise<boolean>;
};

/** Secrets in one file sealed with a passphrase; locked until the passphrase was given, once per start. */
export function fileVault(path: string): FileVault {
  let opened: { readonly key: SealingKey; secrets: Secrets } | null = null;
  let writing: Promise<void> = Promise.resolve();
  const listeners = new Set<() => void>();
  const change = (next: (secrets: Secrets) => Secrets) => {
    // One write after another: the newest secrets must be what stays on the disk.
    writing = writing
      .catch(() => undefined)
      .then(async () => {
        if (opened === null) throw locked();
        const secrets = next(opened.secrets);
        await write(path, secrets, opened.key);
        opened.secrets = secrets;
      });
    return writing;
  };
  return {
    state: () => (opened === null ? 'locked' : 'open'),
    get: async (name) => opened?.secrets[name] ?? null,
    set: (name, secret) => change((secrets) => ({ ...secrets, [name]: secret })),
    delete: (name) =>
      change((secrets) => Object.fromEntries(Object.entries(secrets).filter(([other]) => other !== name))),
    onUnlocked: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    unlock: async (passphrase) => {
      opened ??= await openFile(path, passphrase);
      if (opened === null) return false;
      for (const listener of listeners) listener();
      return true;
    },
  };
}

async function openFile(path: string, passphrase: string): Promise<{ key: SealingKey; secrets: Secrets } | null> {
  const text = await readIfThere(path);
  if (text === null) {
    const key = await makeSealingKey(passphrase);
    await write(path, {}, key);
    return { key, secrets: {} };
  }
  const box = sealedTextSchema.parse(JSON.parse(text));
  const key = await makeSealingKey(passphrase, Buffer.from(box.salt, 'base64'));
  const secrets = unseal(box, key);
  return secrets === null ? null : { key, secrets: secretsSchema.parse(JSON.parse(secrets)) };
}

function write(path: string, secrets: Secrets, key: SealingKey): Promise<void> {
  return writePrivateFile(path, `${JSON.stringify(seal(JSON.stringify(secrets), key))}\n`);
}

function locked(): RequestError {
  return new RequestError(
    'UNAVAILABLE',
    'The vault is locked, so the secret cannot be kept.',
    'Unlock it in the settings, or answer for this session only.',
  );
}
