import { readFile } from 'node:fs/promises';
import type { SshOptions } from '../config/sshOptions.ts';
import { readStrings } from '../hostKeys/publicKey.ts';

/** From when until when a certificate holds, in seconds since 1970 (PROTOCOL.certkeys of OpenSSH). */
export type Validity = { readonly after: bigint; readonly before: bigint };

/** How many strings a key of each type has in a certificate. */
const keyStrings: readonly (readonly [RegExp, number])[] = [
  [/^ssh-ed25519-cert/, 1],
  [/^sk-ssh-ed25519-cert/, 2],
  [/^sk-ecdsa-/, 3],
  [/^(ssh-rsa|ecdsa-|rsa-sha2-)/, 2],
];

/** Null where the bytes are no certificate. */
export function validityOf(blob: Buffer): Validity | null {
  const type = readStrings(blob)[0]?.toString('latin1') ?? '';
  const strings = keyStrings.find(([name]) => name.test(type) && type.includes('-cert-'))?.[1];
  if (strings === undefined) return null;
  // Type and nonce, the key, serial number and kind, then two strings: whose it is, and who may be logged in as.
  const behindKey = skipStrings(blob, 0, 2 + strings);
  const at = behindKey === null ? null : skipStrings(blob, behindKey + 8 + 4, 2);
  if (at === null || at + 16 > blob.length) return null;
  return { after: blob.readBigUInt64BE(at), before: blob.readBigUInt64BE(at + 8) };
}

function skipStrings(blob: Buffer, from: number, count: number): number | null {
  let at = from;
  for (let skipped = 0; skipped < count; skipped += 1) {
    if (at + 4 > blob.length) return null;
    at += 4 + blob.readUInt32BE(at);
  }
  return at;
}

/** The user certificates that do not hold at this time, in words; those of the options and those beside their keys. */
export async function certificateTroubles(options: SshOptions, now: number): Promise<readonly string[]> {
  const files = [...options.certificateFiles, ...options.identityFiles.map((file) => `${file}-cert.pub`)];
  const troubles = await Promise.all(files.map(async (file) => troubleOf(file, await readIfThere(file), now)));
  return troubles.filter((trouble) => trouble !== null);
}

function troubleOf(file: string, text: string | null, now: number): string | null {
  const validity = text === null ? null : validityOf(Buffer.from(text.split(/\s+/)[1] ?? '', 'base64'));
  if (validity === null) return null;
  const seconds = BigInt(Math.floor(now / 1000));
  if (seconds >= validity.before) return `The certificate ${file} expired on ${dayOf(validity.before)}.`;
  if (seconds < validity.after) return `The certificate ${file} does not hold before ${dayOf(validity.after)}.`;
  return null;
}

const dayOf = (seconds: bigint): string =>
  new Date(Number(seconds) * 1000).toISOString().slice(0, 16).replace('T', ' ');

async function readIfThere(file: string): Promise<string | null> {
  return await readFile(file, 'utf8').catch(() => null);
}
