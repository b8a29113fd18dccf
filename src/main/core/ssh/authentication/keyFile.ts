import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import ssh2, { type ParsedKey } from 'ssh2';
import { type PublicKey, publicKeyFrom, readStrings } from '../hostKeys/publicKey.ts';

/** What could be learned about an identity file without its passphrase. */
export type KeyFile = {
  readonly file: string;
  /** Null where only the passphrase would tell (an old encrypted PEM without its `.pub`). */
  readonly publicKey: PublicKey | null;
  /** The text of the private key; null where the file holds a public key only, to choose one of the agent's. */
  readonly privateText: string | null;
  /** `FILE-cert.pub` exists: a certificate, which only the system's ssh can offer. */
  readonly hasCertificate: boolean;
};

/** Null where there is no such file, or where it holds no key. */
export async function readKeyFile(file: string): Promise<KeyFile | null> {
  const [own, beside, certificate] = await Promise.all([
    readIfReadable(file),
    readIfReadable(`${file}.pub`),
    readIfReadable(`${file}-cert.pub`),
  ]);
  if (own === null && beside === null) return null;
  const isPrivate = own !== null && /-----BEGIN [A-Z ]*PRIVATE KEY-----|^PuTTY-User-Key-File/.test(own);
  const publicKey = publicPartOf(own ?? '') ?? publicPartOf(beside ?? '');
  if (!isPrivate && publicKey === null) return null;
  return { file, publicKey, privateText: isPrivate ? own : null, hasCertificate: certificate !== null };
}

export type UnlockedKey =
  | { readonly kind: 'unlocked'; readonly key: ParsedKey }
  | { readonly kind: 'encrypted' }
  | { readonly kind: 'wrongPassphrase' }
  | { readonly kind: 'unusable'; readonly text: string };

/** Parses a private key; an encrypted one costs about 200 ms of work, so its result is worth keeping. */
export function unlockKey(privateText: string, passphrase: string | null): UnlockedKey {
  const parsed = passphrase === null ? ssh2.utils.parseKey(privateText) : ssh2.utils.parseKey(privateText, passphrase);
  const key = Array.isArray(parsed) ? (parsed[0] as ParsedKey) : parsed;
  if (!(key instanceof Error)) return { kind: 'unlocked', key };
  if (/no passphrase/i.test(key.message)) return { kind: 'encrypted' };
  if (/BEGIN (ENCRYPTED )?PRIVATE KEY/.test(privateText)) return unlockPkcs8(privateText, passphrase);
  if (passphrase !== null) return { kind: 'wrongPassphrase' };
  return { kind: 'unusable', text: key.message };
}

/** ssh2 does not read PKCS#8; Node does, and can write RSA and EC keys as ssh2 likes them. */
function unlockPkcs8(privateText: string, passphrase: string | null): UnlockedKey {
  if (privateText.includes('BEGIN ENCRYPTED') && passphrase === null) return { kind: 'encrypted' };
  try {
    const key = createPrivateKey({ key: privateText, ...(passphrase === null ? {} : { passphrase }) });
    const pem =
      key.asymmetricKeyType === 'rsa'
        ? key.export({ type: 'pkcs1', format: 'pem' })
        : key.export({ type: 'sec1', format: 'pem' });
    const parsed = ssh2.utils.parseKey(pem);
    if (parsed instanceof Error) return { kind: 'unusable', text: parsed.message };
    return { kind: 'unlocked', key: parsed };
  } catch (error) {
    if (passphrase !== null) return { kind: 'wrongPassphrase' };
    return { kind: 'unusable', text: error instanceof Error ? error.message : String(error) };
  }
}

/** The public key in a `.pub` text, or in the open head of an OpenSSH private key, which no passphrase covers. */
function publicPartOf(text: string): PublicKey | null {
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----([^-]+)-----END/.exec(text)?.[1];
  if (body !== undefined) {
    const magic = 'openssh-key-v1\0';
    const bytes = Buffer.from(body, 'base64');
    if (bytes.toString('latin1', 0, magic.length) !== magic) return null;
    const head = readStrings(bytes.subarray(magic.length)).slice(0, 3);
    const headBytes = head.reduce((sum, part) => sum + 4 + part.length, 0);
    // Behind cipher, kdf and its options stands the number of keys, then the first public key.
    const blob = readStrings(bytes.subarray(magic.length + headBytes + 4))[0];
    return blob === undefined ? null : publicKeyFrom(blob);
  }
  const line = text.split('\n').find((candidate) => /^(ssh-|ecdsa-|sk-)/.test(candidate));
  const base64 = line?.split(/\s+/)[1];
  if (base64 !== undefined) return publicKeyFrom(Buffer.from(base64, 'base64'));
  const open = /PRIVATE KEY-----/.test(text) ? unlockKey(text, null) : null;
  return open?.kind === 'unlocked' ? publicKeyFrom(open.key.getPublicSSH()) : null;
}

async function readIfReadable(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    // ssh passes over identity files that it cannot read.
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') return null;
    throw error;
  }
}
