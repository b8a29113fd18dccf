import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { z } from 'zod';

const cost = { N: 131_072, r: 8, p: 1 } as const;
const keyBytes = 32;
const nonceBytes = 12;
/** scrypt takes 128 * N * r bytes, and Node wants to be allowed a little more. */
const memoryBytes = 192 * cost.N * cost.r;

/** A file as it lies on the disk: how the key is made, and the sealed text. */
export const sealedTextSchema = z.strictObject({
  version: z.literal(1),
  cipher: z.literal('scrypt-131072-8-1+aes-256-gcm'),
  salt: z.base64(),
  nonce: z.base64(),
  tag: z.base64(),
  sealed: z.base64(),
});
export type SealedText = z.infer<typeof sealedTextSchema>;

/** The key of one file; making it takes a good part of a second on purpose. */
export type SealingKey = { readonly salt: Buffer; readonly key: Buffer };

/** Makes the key from the passphrase; a new salt where none is given. */
export function makeSealingKey(passphrase: string, salt: Buffer = randomBytes(16)): Promise<SealingKey> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, keyBytes, { ...cost, maxmem: memoryBytes }, (error, key) => {
      if (error === null) resolve({ salt, key });
      else reject(error);
    });
  });
}

/** Seals with a nonce of its own each time. */
export function seal(text: string, { salt, key }: SealingKey): SealedText {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return {
    version: 1,
    cipher: 'scrypt-131072-8-1+aes-256-gcm',
    salt: salt.toString('base64'),
    nonce: nonce.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    sealed: sealed.toString('base64'),
  };
}

/** The text, or null when the key is not the one it was sealed with or a byte was changed. */
export function unseal(box: SealedText, { key }: SealingKey): string | null {
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(box.nonce, 'base64'), { authTagLength: 16 });
  try {
    decipher.setAuthTag(Buffer.from(box.tag, 'base64'));
    return Buffer.concat([decipher.update(Buffer.from(box.sealed, 'base64')), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}
