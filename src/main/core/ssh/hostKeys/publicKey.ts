import { createHash } from 'node:crypto';

/** A public key in SSH's wire form, with the type that the form itself names. */
export type PublicKey = { readonly type: string; readonly blob: Buffer };

/** Null where the bytes are no key. */
export function publicKeyFrom(blob: Buffer): PublicKey | null {
  const type = readStrings(blob)[0]?.toString('latin1');
  return type === undefined || type === '' ? null : { type, blob };
}

/** `SHA256:` and the base64 of the hash without padding, as OpenSSH prints it. */
export function fingerprintOf(blob: Buffer): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}

/** The short name (`ED25519`) and the size in bits, as `ssh-keygen -l` prints them. */
export function keyNameAndSize(key: PublicKey): { readonly name: string; readonly bits: number } {
  const strings = readStrings(key.blob);
  const isHardware = key.type.startsWith('sk-');
  if (key.type.includes('ed25519')) return { name: isHardware ? 'ED25519-SK' : 'ED25519', bits: 256 };
  if (key.type.includes('ecdsa')) {
    const bits = Number(/nistp(\d+)/.exec(key.type)?.[1] ?? 256);
    return { name: isHardware ? 'ECDSA-SK' : 'ECDSA', bits };
  }
  if (key.type === 'ssh-rsa') return { name: 'RSA', bits: bitLength(strings[2]) };
  if (key.type === 'ssh-dss') return { name: 'DSA', bits: bitLength(strings[1]) };
  return { name: key.type, bits: 0 };
}

function bitLength(integer: Buffer | undefined): number {
  const start = integer?.findIndex((byte) => byte !== 0) ?? -1;
  if (integer === undefined || start === -1) return 0;
  return (integer.length - start) * 8 - (Math.clz32(integer[start] ?? 0) - 24);
}

/** The length-prefixed strings that the bytes consist of, as far as they go. */
export function readStrings(bytes: Buffer): readonly Buffer[] {
  const strings: Buffer[] = [];
  let at = 0;
  while (at + 4 <= bytes.length) {
    const length = bytes.readUInt32BE(at);
    if (at + 4 + length > bytes.length) break;
    strings.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return strings;
}
