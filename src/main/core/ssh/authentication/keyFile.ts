import { createPrivateKey } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
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
  /** Why the private key is left alone, in words; null where it is not. */
  readonly trouble: string | null;
};

/** Null where there is no such file, or where it holds no key. */
export async function readKeyFile(file: string): Promise<KeyFile | null> {
  const [own, beside, certificate, isOpen] = await Promise.all([
    readIfReadable(file),
    readIfReadable(`${file}.pub`),
    readIfReadable(`${file}-cert.pub`),
    isOpenToOthers(file),
  ]);
  if (own === null && beside === null) return null;
  const isPrivate = own !== null && /-----BEGIN [A-Z ]*PRIVATE KEY-----|^PuTTY-User-Key-File/.test(own);
  const publicKey = publicPartOf(own ?? '') ?? publicPartOf(beside ?? '');
  if (!isPrivate && publicKey === null) return null;
  const trouble = isPrivate ? troubleOf(own, file, isOpen) : null;
  const privateText = isPrivate && trouble === null ? own : null;
  return { file, publicKey, privateText, hasCertificate: certificate !== null, trouble };
}

function troubleOf(text: string, file: string, isOpen: boolean): string | null {
  if (isOpen) return `${file} can be read by others, so it is left alone as ssh does ("chmod 600 ${file}").`;
  if (openSshHead(text)?.cipher.startsWith('chacha20') !== true) return null;
  return `${file} is encrypted with chacha20-poly1305, which ssh2 cannot open: add it to the agent ("ssh-add ${file}").`;
}

/** ssh passes over one's own private keys that others can read. */
async function isOpenToOthers(file: string): Promise<boolean> {
  if (process.platform === 'win32') return false;
  const found = await stat(file).catch(() => null);
  return found !== null && found.uid === process.getuid?.() && (found.mode & 0o077) !== 0;
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
    if (key.asymmetricKeyType !== 'rsa' && key.asymmetricKeyType !== 'ec')
      return { kind: 'unusable', text: `ssh reads no ${key.asymmetricKeyType} key in the PKCS#8 format` };
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

/** What an OpenSSH private key says before its secret part, which alone a passphrase covers. */
function openSshHead(text: string): { readonly cipher: string; readonly publicKey: PublicKey | null } | null {
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----([^-]+)-----END/.exec(text)?.[1];
  if (body === undefined) return null;
  const magic = 'openssh-key-v1\0';
  const bytes = Buffer.from(body, 'base64');
  if (bytes.toString('latin1', 0, magic.length) !== magic) return { cipher: '', publicKey: null };
  const head = readStrings(bytes.subarray(magic.length)).slice(0, 3);
  const headBytes = head.reduce((sum, part) => sum + 4 + part.length, 0);
  // Behind cipher, kdf and its options stands the number of keys, then the first public key.
  const blob = readStrings(bytes.subarray(magic.length + headBytes + 4))[0];
  return { cipher: head[0]?.toString('latin1') ?? '', publicKey: blob === undefined ? null : publicKeyFrom(blob) };
}

/** The public key in a `.pub` text, or in the open head of an OpenSSH private key. */
function publicPartOf(text: string): PublicKey | null {
  const head = openSshHead(text);
  if (head !== null) return head.publicKey;
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
