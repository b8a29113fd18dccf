import { hostFieldMatches } from './hostPattern.ts';
import { type PublicKey, publicKeyFrom } from './publicKey.ts';

/** One usable line of a known_hosts file. */
export type KnownHostsEntry = {
  readonly marker: 'none' | 'revoked' | 'cert-authority';
  /** The first field as written: patterns, or a hashed name. */
  readonly hostField: string;
  readonly key: PublicKey;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
};

/** What known_hosts says about a key that a host shows. */
export type HostKeyVerdict =
  | { readonly kind: 'known' }
  | { readonly kind: 'unknown' }
  /** No key of the host is known, but an authority that may have signed one. */
  | { readonly kind: 'certified' }
  | { readonly kind: 'changed'; readonly known: readonly KnownHostsEntry[] }
  | { readonly kind: 'revoked'; readonly entry: KnownHostsEntry };

/** Reads a file's lines; what is no entry (comments, damaged or obsolete lines) is passed over, as ssh does. */
export function parseKnownHosts(text: string, file: string): readonly KnownHostsEntry[] {
  return text.split('\n').flatMap((line, index) => {
    const words = line.trim().split(/[ \t]+/);
    const marker = words[0]?.startsWith('@') === true ? words.shift() : '';
    const [hostField, type, base64] = words;
    if (hostField === undefined || hostField === '' || hostField.startsWith('#') || base64 === undefined) return [];
    if (marker !== '' && marker !== '@revoked' && marker !== '@cert-authority') return [];
    const key = publicKeyFrom(Buffer.from(base64, 'base64'));
    if (key === null || key.type !== type) return [];
    const kind = marker === '' ? 'none' : marker === '@revoked' ? 'revoked' : 'cert-authority';
    return [{ marker: kind, hostField, key, file, line: index + 1 }];
  });
}

/** The name under which a host is looked up: its alias, else its name, with the port where that is not 22. */
export function knownHostsName(hostName: string, port: number, alias: string | null): string {
  if (alias !== null) return alias.toLowerCase();
  const name = hostName.toLowerCase();
  return port === 22 ? name : `[${name}]:${port}`;
}

/**
 * Judges a key as OpenSSH does: revoked overrules known, any matching entry makes it known, and where there are
 * entries but none matches it has changed, whatever their types. A host on another port is also known by its plain name.
 */
export function judgeHostKey(
  entries: readonly KnownHostsEntry[],
  host: { readonly hostName: string; readonly port: number; readonly alias: string | null },
  key: PublicKey,
): HostKeyVerdict {
  const verdict = judgeName(entries, knownHostsName(host.hostName, host.port, host.alias), key);
  if (verdict.kind !== 'unknown' || host.alias !== null || host.port === 22) return verdict;
  const plain = judgeName(entries, host.hostName.toLowerCase(), key);
  return plain.kind === 'known' || plain.kind === 'revoked' ? plain : verdict;
}

function judgeName(entries: readonly KnownHostsEntry[], name: string, key: PublicKey): HostKeyVerdict {
  const matching = entriesFor(entries, name);
  const isSame = (entry: KnownHostsEntry): boolean => entry.key.blob.equals(key.blob);
  const revoked = matching.find((entry) => entry.marker === 'revoked' && isSame(entry));
  if (revoked !== undefined) return { kind: 'revoked', entry: revoked };
  const known = matching.filter((entry) => entry.marker === 'none');
  if (known.some(isSame)) return { kind: 'known' };
  if (known.length > 0) return { kind: 'changed', known };
  if (matching.some((entry) => entry.marker === 'cert-authority')) return { kind: 'certified' };
  return { kind: 'unknown' };
}

/** The entries that speak about this name, in the order of the files. */
export function entriesFor(entries: readonly KnownHostsEntry[], name: string): readonly KnownHostsEntry[] {
  return entries.filter((entry) => hostFieldMatches(entry.hostField, name));
}
